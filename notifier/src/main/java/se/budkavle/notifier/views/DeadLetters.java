package se.budkavle.notifier.views;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.LongPoll;
import se.budkavle.notifier.api.LongPoll.Result;
import se.budkavle.notifier.api.Peers;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.DeadLetterEntry;

/** Dead letters, whichever instances hold them. */
@Singleton
@Requires(beans = ViewsApplication.class)
class DeadLetters {

    private static final int OK = 200;

    private final ViewsApplication views;
    private final ViewsSettings settings;
    private final DeadLetterStore store;
    private final Peers peers;
    private final ObjectMapper json;

    DeadLetters(ViewsApplication views, ViewsSettings settings, AvroSerdes serdes, Peers peers, ObjectMapper json) {
        this.views = views;
        this.settings = settings;
        this.store = new DeadLetterStore(serdes);
        this.peers = peers;
        this.json = json;
    }

    /** One that this instance holds, after waiting for it if need be. */
    Result<DeadLetterEntry> find(String id, int partition, Duration wait) {
        return LongPoll.await(
                views.waiters(),
                List.of(id),
                wait,
                () -> store.find(views.deadLetters().part(partition), id));
    }

    /** Those that this instance holds, newest first. */
    Slice<DeadLetterItem> listHere(DeadLetterQuery query, @Nullable Position after, int limit) {
        Position before = query.before(after);
        List<Slice<DeadLetterItem>> slices = new ArrayList<>();
        for (int partition : views.deadLetters().partitions()) {
            slices.add(store.list(
                    views.deadLetters().part(partition), before, query.from(), query, limit, settings.maxScanned()));
        }
        return Slice.merge(slices, limit);
    }

    /**
     * Those that all instances hold, newest first.
     *
     * @param pathAndQuery the request, as it is put to the other instances
     */
    Slice<DeadLetterItem> list(DeadLetterQuery query, @Nullable Position after, int limit, String pathAndQuery) {
        List<CompletableFuture<Peers.Answer>> others = views.deadLetters().others().stream()
                .map(peer -> peers.ask(peer, pathAndQuery, Duration.ZERO))
                .toList();
        List<Slice<DeadLetterItem>> slices = new ArrayList<>();
        slices.add(listHere(query, after, limit));
        others.forEach(other -> slices.add(slice(other.join())));
        return Slice.merge(slices, limit);
    }

    /** Those that this instance holds, oldest first. */
    Slice<ReplayCandidate> oldestFirstHere(DeadLetterQuery query, @Nullable Position after, int limit) {
        List<Slice<ReplayCandidate>> slices = new ArrayList<>();
        for (int partition : views.deadLetters().partitions()) {
            slices.add(
                    store.oldestFirst(views.deadLetters().part(partition), after, query, limit, settings.maxScanned()));
        }
        return Slice.merge(slices, limit, Comparator.reverseOrder());
    }

    /** Those that all instances hold, oldest first. */
    Slice<ReplayCandidate> oldestFirst(
            DeadLetterQuery query, @Nullable Position after, int limit, String pathAndQuery) {
        List<CompletableFuture<Peers.Answer>> others = views.deadLetters().others().stream()
                .map(peer -> peers.ask(peer, pathAndQuery, Duration.ZERO))
                .toList();
        List<Slice<ReplayCandidate>> slices = new ArrayList<>();
        slices.add(oldestFirstHere(query, after, limit));
        others.forEach(other -> slices.add(Slices.parse(json, body(other.join()), ReplayCandidate.class)));
        return Slice.merge(slices, limit, Comparator.reverseOrder());
    }

    /** Groups of those that this instance holds. */
    DeadLetterGroups groupsHere(DeadLetterQuery query, DeadLetterGroup.By by) {
        DeadLetterGroups.Collector groups = new DeadLetterGroups.Collector();
        for (int partition : views.deadLetters().partitions()) {
            store.group(views.deadLetters().part(partition), query, by, groups, settings.maxGrouped());
        }
        return groups.groups();
    }

    /** Groups of those that all instances hold. */
    DeadLetterGroups groups(DeadLetterQuery query, DeadLetterGroup.By by, String pathAndQuery) {
        List<CompletableFuture<Peers.Answer>> others = views.deadLetters().others().stream()
                .map(peer -> peers.ask(peer, pathAndQuery, Duration.ZERO))
                .toList();
        DeadLetterGroups.Collector groups = new DeadLetterGroups.Collector();
        groups.addAll(groupsHere(query, by));
        for (CompletableFuture<Peers.Answer> other : others) {
            try {
                groups.addAll(json.readValue(body(other.join()), DeadLetterGroups.class));
            } catch (IOException e) {
                throw new UncheckedIOException("another instance speaks another version", e);
            }
        }
        return groups.groups();
    }

    private static byte[] body(Peers.Answer answer) {
        if (answer.status() != OK) {
            throw new InvalidStateStoreException("another instance does not answer");
        }
        return answer.body();
    }

    private Slice<DeadLetterItem> slice(Peers.Answer answer) {
        return Slices.parse(json, body(answer), DeadLetterItem.class);
    }
}
