package se.budkavle.notifier.health;

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
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.Answers;
import se.budkavle.notifier.api.Peers;
import se.budkavle.notifier.state.Owners.Owner;

/** How organisations fare, as the gateway asks for it. */
@Controller("/internal/v1/organisations")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = HealthApplication.class)
class HealthController {

    private static final String DEFAULT_LIMIT = "100";

    private final HealthApplication application;
    private final HealthReads reads;
    private final Peers peers;

    HealthController(HealthApplication application, HealthReads reads, Peers peers) {
        this.application = application;
        this.reads = reads;
        this.peers = peers;
    }

    @Get
    HttpResponse<?> list(
            HttpRequest<?> request,
            @QueryValue @Nullable String after,
            @QueryValue(defaultValue = DEFAULT_LIMIT) int limit) {
        int atMost = Answers.limitOf(limit);
        return HttpResponse.ok(
                Peers.isForwarded(request)
                        ? reads.here(after, atMost)
                        : reads.everywhere(after, atMost, request.getUri().toString()));
    }

    @Get("/{organisation}")
    HttpResponse<?> one(HttpRequest<?> request, @PathVariable String organisation) {
        return switch (application.owners().of(organisation)) {
            case Owner.There(HostInfo host) -> peers.forward(request, host, Duration.ZERO);
            case Owner.Here(int partition) -> {
                HealthItem item = reads.find(partition, organisation);
                yield item == null ? HttpResponse.notFound() : HttpResponse.ok(item);
            }
        };
    }
}
