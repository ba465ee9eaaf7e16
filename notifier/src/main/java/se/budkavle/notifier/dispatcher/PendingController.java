package se.budkavle.notifier.dispatcher;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import se.budkavle.notifier.api.Everywhere;
import se.budkavle.notifier.api.Page;
import se.budkavle.notifier.state.Owners;

/** What is pending for the subscriptions that are named, as the gateway asks for it. Any instance answers for all. */
@Controller("/internal/v1/subscription-figures/pending")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = DispatcherApplication.class)
class PendingController {

    private final DispatcherApplication dispatcher;
    private final Everywhere everywhere;

    PendingController(DispatcherApplication dispatcher, Everywhere everywhere) {
        this.dispatcher = dispatcher;
        this.everywhere = everywhere;
    }

    @Get
    Page<PendingFigures> pending(HttpRequest<?> request) {
        Owners owners = dispatcher.owners();
        return everywhere.gather(request, owners, PendingFigures.class, (id, _) -> dispatcher.pending(id));
    }
}
