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
import java.time.DateTimeException;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.Answers;
import se.budkavle.notifier.api.LongPoll.Result;
import se.budkavle.notifier.api.Page;
import se.budkavle.notifier.api.Peers;
import se.budkavle.notifier.content.Fetched;
import se.budkavle.notifier.content.RecordReader;
import se.budkavle.notifier.state.Owners.Owner;
import se.budkavle.schemas.avro.DeadLetterEntry;

/** Dead letters, as the gateway asks for them. */
@Controller("/internal/v1/dead-letters")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = ViewsApplication.class)
class DeadLetterController {

    private static final String DEFAULT_LIMIT = "100";
    private static final String NO_WAIT = "0";

    private final DeadLetters deadLetters;
    private final ViewsApplication views;
    private final RecordReader records;
    private final Peers peers;

    DeadLetterController(DeadLetters deadLetters, ViewsApplication views, RecordReader records, Peers peers) {
        this.deadLetters = deadLetters;
        this.views = views;
        this.records = records;
        this.peers = peers;
    }

    @Get
    HttpResponse<?> list(
            HttpRequest<?> request,
            @QueryValue @Nullable String after,
            @QueryValue(defaultValue = DEFAULT_LIMIT) int limit) {
        DeadLetterQuery query;
        Position position;
        try {
            query = query(request);
            position = Position.parse(after);
        } catch (IllegalArgumentException | DateTimeException e) {
            return HttpResponse.badRequest();
        }
        int atMost = Answers.limitOf(limit);
        Slice<DeadLetterItem> slice = Peers.isForwarded(request)
                ? deadLetters.listHere(query, position, atMost)
                : deadLetters.list(query, position, atMost, request.getUri().toString());
        return HttpResponse.ok(new Page<>(
                slice.items(), slice.next() == null ? null : slice.next().toString()));
    }

    /** How many there are, by what they have in common. */
    @Get("/groups")
    HttpResponse<?> groups(HttpRequest<?> request, @QueryValue @Nullable String by) {
        try {
            DeadLetterQuery query = query(request);
            DeadLetterGroup.By what = DeadLetterGroup.By.of(by);
            return HttpResponse.ok(
                    Peers.isForwarded(request)
                            ? deadLetters.groupsHere(query, what)
                            : deadLetters.groups(query, what, request.getUri().toString()));
        } catch (IllegalArgumentException | DateTimeException e) {
            return HttpResponse.badRequest();
        }
    }

    /** What a replay job goes through: oldest first, with the places of the records. */
    @Get("/candidates")
    HttpResponse<?> candidates(
            HttpRequest<?> request,
            @QueryValue @Nullable String after,
            @QueryValue(defaultValue = DEFAULT_LIMIT) int limit) {
        Slice<ReplayCandidate> slice =
                deadLetters.oldestFirstHere(query(request), Position.parse(after), Answers.limitOf(limit));
        return HttpResponse.ok(new Page<>(
                slice.items(), slice.next() == null ? null : slice.next().toString()));
    }

    @Get("/{id}")
    HttpResponse<?> item(
            HttpRequest<?> request,
            @PathVariable String id,
            @QueryValue @Nullable String organisation,
            @QueryValue(defaultValue = NO_WAIT) long wait) {
        return ofOwner(
                request,
                id,
                Answers.waitOf(wait),
                entry -> organisation == null || organisation.equals(entry.getOrganisation())
                        ? HttpResponse.ok(DeadLetterItem.of(entry))
                        : HttpResponse.notFound());
    }

    @Get("/{id}/record")
    HttpResponse<?> record(HttpRequest<?> request, @PathVariable String id) {
        return ofOwner(request, id, Duration.ZERO, entry -> switch (DeadLetterRecord.fetch(records, entry)) {
            case Fetched.Found(DeadLetterRecord record) -> HttpResponse.ok(record);
            case Fetched.Missing() -> HttpResponse.notFound();
            case Fetched.Unavailable() -> Answers.unavailable();
        });
    }

    private HttpResponse<?> ofOwner(
            HttpRequest<?> request, String id, Duration wait, Function<DeadLetterEntry, HttpResponse<?>> answer) {
        return switch (views.deadLetters().of(id)) {
            case Owner.There(HostInfo host) -> peers.forward(request, host, wait);
            case Owner.Here(int partition) ->
                switch (deadLetters.find(id, partition, wait)) {
                    case Result.Found(DeadLetterEntry entry) -> answer.apply(entry);
                    case Result.Nothing() -> HttpResponse.notFound();
                    case Result.Crowded() -> Answers.unavailable();
                };
        };
    }

    /** @throws DateTimeException when a time is none */
    private static DeadLetterQuery query(HttpRequest<?> request) {
        return DeadLetterQuery.of(request.getParameters()::get);
    }
}
