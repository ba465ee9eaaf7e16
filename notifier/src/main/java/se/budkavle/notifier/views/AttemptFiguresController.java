package se.budkavle.notifier.views;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import se.budkavle.notifier.api.Everywhere;
import se.budkavle.notifier.api.Page;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.Attempt;

/** How the subscriptions that are named fare, as the gateway asks for it. Any instance answers for all. */
@Controller("/internal/v1/subscription-figures/attempts")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = ViewsApplication.class)
class AttemptFiguresController {

    private final ViewsApplication views;
    private final ViewsSettings settings;
    private final Everywhere everywhere;
    private final Deserializer<Attempt> attempts;

    AttemptFiguresController(ViewsApplication views, ViewsSettings settings, Everywhere everywhere, AvroSerdes serdes) {
        this.views = views;
        this.settings = settings;
        this.everywhere = everywhere;
        this.attempts = serdes.state(Attempt.class).deserializer();
    }

    @Get
    Page<AttemptFigures> attempts(HttpRequest<?> request) {
        return everywhere.gather(request, views.attempts(), AttemptFigures.class, this::figures);
    }

    private AttemptFigures figures(String id, int partition) {
        List<Attempt> kept = AttemptStore.list(
                        views.attempts().part(partition),
                        attempts,
                        id,
                        Long.MAX_VALUE,
                        settings.attemptsPerSubscription())
                .stream()
                .map(AttemptStore.Numbered::attempt)
                .toList();
        return AttemptFigures.of(id, kept);
    }
}
