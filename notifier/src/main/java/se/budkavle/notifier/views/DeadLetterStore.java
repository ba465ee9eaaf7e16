package se.budkavle.notifier.views;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.DeadLetterEntry;
import se.budkavle.schemas.avro.DeadLetterOutcome;
import se.budkavle.schemas.avro.DeadLetterResolution;
import se.budkavle.schemas.avro.DeadLetterStatus;
import se.budkavle.schemas.avro.ReplayEnding;

/**
 * Dead letters and what became of them. The two come by different topics in any order, so they are kept apart and put
 * together when they are read.
 *
 * <pre>
 *  d id             the dead letter
 *  r id             what became of it
 *  o id             how its last replay ended
 *  t failedAt id    its key, by time and source: {@link Position}
 *  j job ending id  how the replays of a job ended; when each was granted
 * </pre>
 *
 * Old rows go by {@link DeadLetterSweep}.
 */
final class DeadLetterStore {

    static final String NAME = "dead-letters";

    private static final char DEAD_LETTER = 'd';
    private static final char RESOLUTION = 'r';
    private static final char TIME = 't';
    private static final char OUTCOME = 'o';
    private static final char JOB = 'j';

    /** What tells of a replay and what tells of its end have different clocks. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(2);

    private final Serde<DeadLetterEntry> entries;
    private final Serde<DeadLetterResolution> resolutions;
    private final Serde<DeadLetterOutcome> outcomes;

    DeadLetterStore(AvroSerdes serdes) {
        entries = serdes.state(DeadLetterEntry.class);
        resolutions = serdes.state(DeadLetterResolution.class);
        outcomes = serdes.state(DeadLetterOutcome.class);
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    /** Adds a dead letter. One that is there stays: it is the same, told again. */
    void add(KeyValueStore<Bytes, byte[]> store, DeadLetterEntry entry) {
        if (store.putIfAbsent(
                        key(DEAD_LETTER, entry.getId()), entries.serializer().serialize(NAME, entry))
                == null) {
            byte[] id = OrderedKey.in(DEAD_LETTER).text(entry.getId()).first().get();
            store.put(timeKey(Position.of(entry)), id);
        }
    }

    /** Notes what became of a dead letter. The newest counts. */
    void resolve(KeyValueStore<Bytes, byte[]> store, DeadLetterResolution resolution) {
        store.put(
                key(RESOLUTION, resolution.getDeadLetterId()),
                resolutions.serializer().serialize(NAME, resolution));
        countForJob(store, resolution.getDeadLetterId());
    }

    /** Notes how the replay of a dead letter ended. The newest counts. */
    void conclude(KeyValueStore<Bytes, byte[]> store, DeadLetterOutcome outcome) {
        DeadLetterOutcome before = outcome(store, outcome.getDeadLetterId());
        if (before == null || !before.getAt().isAfter(outcome.getAt())) {
            store.put(
                    key(OUTCOME, outcome.getDeadLetterId()),
                    outcomes.serializer().serialize(NAME, outcome));
            countForJob(store, outcome.getDeadLetterId());
        }
    }

    /**
     * How many dead letters were let go.
     *
     * @param all of them
     * @param open those of which nothing had become
     */
    record LetGo(int all, int open) {}

    /** Lets those go that failed before a time, oldest first; what became of them stays for now. */
    LetGo letGo(KeyValueStore<Bytes, byte[]> store, Instant horizon, int atMost) {
        int all = 0;
        int open = 0;
        Bytes end = OrderedKey.in(TIME).instant(horizon).first();
        try (KeyValueIterator<Bytes, byte[]> old =
                store.range(OrderedKey.in(TIME).first(), end)) {
            for (; all < atMost && old.hasNext(); all++) {
                KeyValue<Bytes, byte[]> row = old.next();
                DeadLetterEntry entry = entryAt(store, row.value);
                if (entry != null && entry.getStatus() == DeadLetterStatus.OPEN) {
                    open++;
                }
                store.delete(Bytes.wrap(row.value));
                store.delete(row.key);
            }
        }
        return new LetGo(all, open);
    }

    /**
     * What became of dead letters, whether they are still there or not.
     *
     * @param from where to begin; null: with the first
     */
    KeyValueIterator<Bytes, byte[]> whatBecame(KeyValueStore<Bytes, byte[]> store, @Nullable Bytes from) {
        return store.range(
                from == null ? OrderedKey.in(JOB).first() : from,
                OrderedKey.in(RESOLUTION).last());
    }

    /** When a row of {@link #whatBecame} was told; null: an earlier version did not say. */
    @Nullable Instant toldAt(Bytes key, byte[] value) {
        return switch ((char) key.get()[0]) {
            case RESOLUTION ->
                resolutions.deserializer().deserialize(NAME, value).getAt();
            case OUTCOME -> outcomes.deserializer().deserialize(NAME, value).getAt();
            case JOB -> value.length == 0 ? null : OrderedKey.instantAt(Bytes.wrap(value), 0);
            default -> throw new IllegalArgumentException("not a row of what became");
        };
    }

    /** How many replays of a job have ended so. */
    long ended(ReadOnlyKeyValueStore<Bytes, byte[]> store, String job, ReplayEnding ending) {
        OrderedKey rows = OrderedKey.in(JOB).text(job).text(ending.name());
        long count = 0;
        try (KeyValueIterator<Bytes, byte[]> range = store.range(rows.first(), rows.last())) {
            for (; range.hasNext(); range.next()) {
                count++;
            }
        }
        return count;
    }

    /** A dead letter as it stands now. */
    @Nullable DeadLetterEntry find(ReadOnlyKeyValueStore<Bytes, byte[]> store, String id) {
        byte[] value = store.get(key(DEAD_LETTER, id));
        return value == null ? null : resolved(store, entries.deserializer().deserialize(NAME, value));
    }

    /**
     * Lists dead letters, newest first.
     *
     * @param before only older ones; null: all
     * @param oldest only those that failed then or later
     * @param maxScanned how many are looked at
     */
    Slice<DeadLetterItem> list(
            ReadOnlyKeyValueStore<Bytes, byte[]> store,
            @Nullable Position before,
            Instant oldest,
            Predicate<DeadLetterItem> wanted,
            int limit,
            int maxScanned) {
        Bytes from = OrderedKey.in(TIME).instant(oldest).first();
        Bytes to = before == null ? OrderedKey.in(TIME).last() : timeKey(before);
        if (from.compareTo(to) > 0) {
            return new Slice<>(List.of(), null);
        }
        try (KeyValueIterator<Bytes, byte[]> newestFirst = store.reverseRange(from, to)) {
            Rows rows = new Rows(store, newestFirst, before == null ? null : to, maxScanned);
            return rows.slice(DeadLetterItem::of, wanted, limit);
        }
    }

    /**
     * Lists dead letters, oldest first.
     *
     * @param after only later ones; null: all
     * @param maxScanned how many are looked at
     */
    Slice<ReplayCandidate> oldestFirst(
            ReadOnlyKeyValueStore<Bytes, byte[]> store,
            @Nullable Position after,
            DeadLetterQuery query,
            int limit,
            int maxScanned) {
        Bytes from = after == null ? OrderedKey.in(TIME).instant(query.from()).first() : timeKey(after);
        Bytes to = end(query);
        if (from.compareTo(to) > 0) {
            return new Slice<>(List.of(), null);
        }
        try (KeyValueIterator<Bytes, byte[]> oldestFirst = store.range(from, to)) {
            Rows rows = new Rows(store, oldestFirst, after == null ? null : from, maxScanned);
            return rows.slice(ReplayCandidate::of, candidate -> query.test(candidate.item()), limit);
        }
    }

    /** Adds the dead letters of a query to groups, as far as so many lead. */
    void group(
            ReadOnlyKeyValueStore<Bytes, byte[]> store,
            DeadLetterQuery query,
            DeadLetterGroup.By by,
            DeadLetterGroups.Collector groups,
            int maxScanned) {
        Bytes from = OrderedKey.in(TIME).instant(query.from()).first();
        Bytes to = end(query);
        if (from.compareTo(to) > 0) {
            return;
        }
        try (KeyValueIterator<Bytes, byte[]> oldestFirst = store.range(from, to)) {
            for (int scanned = 0; oldestFirst.hasNext(); scanned++) {
                if (scanned >= maxScanned) {
                    groups.incomplete();
                    return;
                }
                DeadLetterEntry entry = entryAt(store, oldestFirst.next().value);
                DeadLetterItem item = entry == null ? null : DeadLetterItem.of(entry);
                if (item != null && query.test(item)) {
                    groups.add(DeadLetterGroup.of(by.keyOf(item), item));
                }
            }
        }
    }

    private static Bytes end(DeadLetterQuery query) {
        return query.to() == null
                ? OrderedKey.in(TIME).last()
                : OrderedKey.in(TIME).instant(query.to()).first();
    }

    /** Null: it was let go while somebody reads the index. */
    private @Nullable DeadLetterEntry entryAt(ReadOnlyKeyValueStore<Bytes, byte[]> store, byte[] key) {
        byte[] value = store.get(Bytes.wrap(key));
        return value == null ? null : resolved(store, entries.deserializer().deserialize(NAME, value));
    }

    /** Rows of the index by time, read one after the other. */
    private final class Rows {

        private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
        private final KeyValueIterator<Bytes, byte[]> range;
        private final @Nullable Bytes known;
        private final int maxScanned;

        /** @param known a row that was read before */
        Rows(
                ReadOnlyKeyValueStore<Bytes, byte[]> store,
                KeyValueIterator<Bytes, byte[]> range,
                @Nullable Bytes known,
                int maxScanned) {
            this.store = store;
            this.range = range;
            this.known = known;
            this.maxScanned = maxScanned;
        }

        <T extends Slice.Item> Slice<T> slice(Function<DeadLetterEntry, T> form, Predicate<T> wanted, int limit) {
            List<T> found = new ArrayList<>();
            Position at = null;
            for (int scanned = 0; range.hasNext(); ) {
                if (found.size() >= limit || scanned >= maxScanned) {
                    return new Slice<>(found, at);
                }
                var next = range.next();
                if (next.key.equals(known)) {
                    continue;
                }
                DeadLetterEntry entry = entryAt(store, next.value);
                if (entry == null) {
                    continue;
                }
                T item = form.apply(entry);
                at = item.position();
                scanned++;
                if (wanted.test(item)) {
                    found.add(item);
                }
            }
            return new Slice<>(found, null);
        }
    }

    private DeadLetterEntry resolved(ReadOnlyKeyValueStore<Bytes, byte[]> store, DeadLetterEntry entry) {
        DeadLetterResolution resolution = resolution(store, entry.getId());
        if (resolution == null) {
            return entry;
        }
        DeadLetterEntry.Builder resolved = DeadLetterEntry.newBuilder(entry)
                .setStatus(resolution.getStatus())
                .setReplays(Math.max(entry.getReplays(), resolution.getReplays()))
                .setReplayJobId(resolution.getReplayJobId());
        DeadLetterOutcome outcome = outcome(store, entry.getId());
        if (outcome != null && isOf(outcome, resolution)) {
            resolved.setEnding(outcome.getEnding()).setSuccessor(outcome.getSuccessor());
        }
        return resolved.build();
    }

    /** What became of it and how it ended come by different topics: whichever comes last completes the job's row. */
    private void countForJob(KeyValueStore<Bytes, byte[]> store, String id) {
        DeadLetterResolution resolution = resolution(store, id);
        DeadLetterOutcome outcome = outcome(store, id);
        String job = resolution == null ? null : resolution.getReplayJobId();
        if (resolution == null || outcome == null || job == null || !isOf(outcome, resolution)) {
            return;
        }
        for (ReplayEnding ending : List.of(ReplayEnding.SUCCEEDED, ReplayEnding.FAILED_AGAIN)) {
            Bytes row =
                    OrderedKey.in(JOB).text(job).text(ending.name()).text(id).first();
            if (ending == outcome.getEnding()) {
                store.put(row, when(resolution.getAt()));
            } else {
                store.delete(row);
            }
        }
    }

    /** Whether it is the end of this replay, and not of one before it. */
    private static boolean isOf(DeadLetterOutcome outcome, DeadLetterResolution resolution) {
        return !outcome.getAt().plus(CLOCKS_DIFFER).isBefore(resolution.getAt());
    }

    private @Nullable DeadLetterResolution resolution(ReadOnlyKeyValueStore<Bytes, byte[]> store, String id) {
        byte[] value = store.get(key(RESOLUTION, id));
        return value == null ? null : resolutions.deserializer().deserialize(NAME, value);
    }

    private @Nullable DeadLetterOutcome outcome(ReadOnlyKeyValueStore<Bytes, byte[]> store, String id) {
        byte[] value = store.get(key(OUTCOME, id));
        return value == null ? null : outcomes.deserializer().deserialize(NAME, value);
    }

    /** The value of a row of a job. */
    static byte[] when(Instant at) {
        return ByteBuffer.allocate(Long.BYTES).putLong(at.toEpochMilli()).array();
    }

    private static Bytes key(char space, String id) {
        return OrderedKey.in(space).text(id).first();
    }

    private static Bytes timeKey(Position position) {
        return OrderedKey.in(TIME).instant(position.at()).text(position.id()).first();
    }
}
