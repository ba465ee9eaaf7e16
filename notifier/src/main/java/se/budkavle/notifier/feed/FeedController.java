package se.budkavle.notifier.feed;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
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
import se.budkavle.notifier.api.LongPoll;
import se.budkavle.notifier.api.LongPoll.Result;
import se.budkavle.notifier.api.Peers;
import se.budkavle.notifier.feed.FeedReads.Numbered;
import se.budkavle.notifier.state.Owners.Owner;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.FeedEntry;

/** A subscription's notifications, as the gateway asks for them. */
@Controller("/internal/v1/subscriptions/{id}/notifications")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = FeedApplication.class)
class FeedController {

    private static final String DEFAULT_LIMIT = "100";
    private static final String NO_WAIT = "0";

    private final FeedApplication feed;
    private final FeedSettings settings;
    private final Peers peers;
    private final Deserializer<FeedEntry> entries;

    FeedController(FeedApplication feed, FeedSettings settings, Peers peers, AvroSerdes serdes) {
        this.feed = feed;
        this.settings = settings;
        this.peers = peers;
        this.entries = FeedSerdes.of(serdes).entries().deserializer();
    }

    /** What a reader asks for. */
    private record Query(
            String subscriptionId,
            String organisation,
            @Nullable Long after,
            int limit) {

        long position() {
            return after == null ? FeedReads.BEGINNING : after;
        }
    }

    @Get
    HttpResponse<?> list(
            HttpRequest<?> request,
            @PathVariable String id,
            @QueryValue String organisation,
            @QueryValue @Nullable Long after,
            @QueryValue(defaultValue = DEFAULT_LIMIT) int limit,
            @QueryValue(defaultValue = NO_WAIT) long wait) {
        if (after != null && (after < FeedReads.BEGINNING || after == Long.MAX_VALUE)) {
            return HttpResponse.badRequest();
        }
        Duration atMost = Answers.waitOf(wait);
        return switch (feed.owner(id)) {
            case Owner.There(HostInfo host) -> peers.forward(request, host, atMost);
            case Owner.Here(int partition) ->
                page(new Query(id, organisation, after, Answers.limitOf(limit)), partition, atMost);
        };
    }

    private HttpResponse<?> page(Query query, int partition, Duration wait) {
        if (query.after() != null && query.after() < reads(partition).sweptUpTo(query.subscriptionId())) {
            // What stood behind the cursor is kept no longer: the reader may have missed something.
            return HttpResponse.status(HttpStatus.GONE);
        }
        Result<FeedPage> found = LongPoll.await(
                feed.waiters(), List.of(query.subscriptionId()), wait, () -> find(query, reads(partition)));
        return switch (found) {
            case Result.Found(FeedPage page) -> answer(page);
            case Result.Nothing() -> answer(new FeedPage(List.of(), query.position()));
            case Result.Crowded() -> Answers.unavailable();
        };
    }

    /** The page, if it has items. */
    private @Nullable FeedPage find(Query query, FeedReads reads) {
        List<Numbered> items =
                reads.list(query.subscriptionId(), query.position(), query.limit(), settings.pageBytes()).stream()
                        .filter(item -> query.organisation()
                                .equals(item.entry().getNotification().getOrganisation()))
                        .toList();
        return items.isEmpty() ? null : new FeedPage(items, items.getLast().sequence());
    }

    private FeedReads reads(int partition) {
        return new FeedReads(feed.part(partition), entries);
    }

    private static HttpResponse<?> answer(FeedPage page) {
        return HttpResponse.ok(page.json()).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
