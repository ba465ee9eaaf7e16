package se.budkavle.notifier.views;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.Answers;
import se.budkavle.notifier.api.Page;
import se.budkavle.notifier.api.Peers;
import se.budkavle.notifier.state.Owners.Owner;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.Attempt;

/** What the attempts to push met, as the gateway asks for it. */
@Controller("/internal/v1/subscriptions/{id}/attempts")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = ViewsApplication.class)
class AttemptController {

    private static final String DEFAULT_LIMIT = "100";

    private final ViewsApplication views;
    private final ViewsSettings settings;
    private final Peers peers;
    private final Deserializer<Attempt> attempts;

    AttemptController(ViewsApplication views, ViewsSettings settings, Peers peers, AvroSerdes serdes) {
        this.views = views;
        this.settings = settings;
        this.peers = peers;
        this.attempts = serdes.state(Attempt.class).deserializer();
    }

    @Get
    HttpResponse<?> list(
            HttpRequest<?> request,
            @PathVariable String id,
            @QueryValue @Nullable String organisation,
            @QueryValue @Nullable Long after,
            @QueryValue(defaultValue = DEFAULT_LIMIT) int limit) {
        return switch (views.attempts().of(id)) {
            case Owner.There(HostInfo host) -> peers.forward(request, host, Duration.ZERO);
            case Owner.Here(int partition) ->
                HttpResponse.ok(page(id, partition, organisation, after, Answers.limitOf(limit)));
        };
    }

    private Page<AttemptItem> page(
            String id, int partition, @Nullable String organisation, @Nullable Long after, int limit) {
        int most = Math.min(limit, settings.attemptsPerSubscription());
        List<AttemptStore.Numbered> found = AttemptStore.list(
                views.attempts().part(partition), attempts, id, after == null ? Long.MAX_VALUE : after, most + 1);
        List<AttemptStore.Numbered> page = found.subList(0, Math.min(found.size(), most));
        List<AttemptItem> items = page.stream()
                .map(AttemptStore.Numbered::attempt)
                .filter(attempt -> organisation == null || organisation.equals(attempt.getOrganisation()))
                .map(AttemptItem::of)
                .toList();
        return new Page<>(
                items, found.size() > most ? Long.toString(page.getLast().sequence()) : null);
    }
}
