package se.budkavle.notifier.views;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.DeadLetterRetention;

/**
 * Lets dead letters go when their time is over, open or not, and what became of them when their owner has forgotten it too.
 * A few rows at a time, dead letters first: without what became of it, one that was replayed would look open.
 */
final class DeadLetterSweep {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterSweep.class);

    private final DeadLetterStore store;
    private final DeadLetterRetention retention;
    private final SweepSettings settings;

    /** Where this round goes on; null: at the beginning. */
    private @Nullable Bytes reached;

    private Instant nextRound = Instant.MIN;

    DeadLetterSweep(DeadLetterStore store, DeadLetterRetention retention, SweepSettings settings) {
        this.store = store;
        this.retention = retention;
        this.settings = settings;
    }

    /** The shortest time from one look to the next. */
    Duration interval() {
        return settings.interval();
    }

    /**
     * Looks at some rows.
     *
     * @return when there is more to look at
     */
    Instant next(KeyValueStore<Bytes, byte[]> rows, Instant now) {
        DeadLetterStore.LetGo gone = store.letGo(rows, now.minus(retention.time()), settings.rows());
        if (gone.open() > 0) {
            LOG.atWarn()
                    .addKeyValue("deadLetters", gone.open())
                    .log("Dead letters were let go that nobody had given up: was this away for a week?");
        }
        int left = settings.rows() - gone.all();
        if (left == 0) {
            return now;
        }
        if (!now.isBefore(nextRound)) {
            forget(rows, now, left);
        }
        return nextRound;
    }

    private void forget(KeyValueStore<Bytes, byte[]> rows, Instant now, int atMost) {
        Instant horizon = now.minus(retention.remembered());
        try (KeyValueIterator<Bytes, byte[]> rest = store.whatBecame(rows, reached)) {
            for (int i = 0; i < atMost && rest.hasNext(); i++) {
                var row = rest.next();
                Instant told = store.toldAt(row.key, row.value);
                if (told == null) {
                    rows.put(row.key, DeadLetterStore.when(now));
                } else if (told.isBefore(horizon)) {
                    rows.delete(row.key);
                }
            }
            reached = rest.hasNext() ? rest.peekNextKey() : null;
        }
        nextRound = reached == null ? now.plus(settings.pause()) : now;
    }
}
