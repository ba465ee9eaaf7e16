package se.budkavle.notifier.views;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.Answers;
import se.budkavle.notifier.api.Page;
import se.budkavle.notifier.api.Peers;
import se.budkavle.schemas.AvroSerdes;

/** The audit, whichever instances hold it, as the gateway asks for it. */
@Controller("/internal/v1/audit")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = ViewsApplication.class)
class AuditController {

    private static final String DEFAULT_LIMIT = "100";
    private static final int OK = 200;

    private final ViewsApplication views;
    private final ViewsSettings settings;
    private final AuditStore store;
    private final Peers peers;
    private final ObjectMapper json;

    AuditController(ViewsApplication views, ViewsSettings settings, AvroSerdes serdes, Peers peers, ObjectMapper json) {
        this.views = views;
        this.settings = settings;
        this.store = new AuditStore(serdes);
        this.peers = peers;
        this.json = json;
    }

    @Get
    HttpResponse<?> list(
            HttpRequest<?> request,
            @QueryValue @Nullable String after,
            @QueryValue(defaultValue = DEFAULT_LIMIT) int limit) {
        AuditQuery query;
        Position position;
        try {
            query = AuditQuery.of(request.getParameters()::get);
            position = Position.parse(after);
        } catch (IllegalArgumentException | DateTimeException e) {
            return HttpResponse.badRequest();
        }
        int atMost = Answers.limitOf(limit);
        Slice<AuditItem> slice = Peers.isForwarded(request)
                ? here(query, position, atMost)
                : everywhere(query, position, atMost, request.getUri().toString());
        return HttpResponse.ok(new Page<>(
                slice.items(), slice.next() == null ? null : slice.next().toString()));
    }

    private Slice<AuditItem> here(AuditQuery query, @Nullable Position after, int limit) {
        List<Slice<AuditItem>> slices = new ArrayList<>();
        for (int partition : views.audit().partitions()) {
            slices.add(store.list(views.audit().part(partition), query, after, limit, settings.maxScanned()));
        }
        return Slice.merge(slices, limit);
    }

    private Slice<AuditItem> everywhere(AuditQuery query, @Nullable Position after, int limit, String pathAndQuery) {
        List<CompletableFuture<Peers.Answer>> others = views.audit().others().stream()
                .map(peer -> peers.ask(peer, pathAndQuery, Duration.ZERO))
                .toList();
        List<Slice<AuditItem>> slices = new ArrayList<>();
        slices.add(here(query, after, limit));
        for (CompletableFuture<Peers.Answer> other : others) {
            Peers.Answer answer = other.join();
            if (answer.status() != OK) {
                throw new InvalidStateStoreException("another instance does not answer");
            }
            slices.add(Slices.parse(json, answer.body(), AuditItem.class));
        }
        return Slice.merge(slices, limit);
    }
}
