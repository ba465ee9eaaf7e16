package se.budkavle.notifier.dispatcher;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import se.budkavle.notifier.api.Everywhere;
import se.budkavle.notifier.api.Page;

/**
 * What of a message waits to be pushed again, to whomever, as the gateway asks for operators. Any instance answers for all:
 * each looks once in every part that it holds.
 */
@Controller("/internal/v1/messages/{messageId}/retries")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = DispatcherApplication.class)
class RetryController {

    private final DispatcherApplication dispatcher;
    private final Everywhere everywhere;

    RetryController(DispatcherApplication dispatcher, Everywhere everywhere) {
        this.dispatcher = dispatcher;
        this.everywhere = everywhere;
    }

    @Get
    Page<Retry> retries(HttpRequest<?> request, @PathVariable String messageId) {
        List<Retry> all =
                everywhere.all(request, dispatcher.owners(), Retry.class, () -> dispatcher.retries(messageId));
        return new Page<>(
                all.stream().sorted(Retries.NEXT_FIRST).limit(Retries.MOST).toList(), null);
    }
}
