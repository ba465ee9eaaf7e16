package se.budkavle.router.topology;

import java.time.Instant;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.streams.Alarm;

/**
 * Looks for what a store may forget, a few entries at a time, so that no sweep ever delays a record. The clock is that of
 * the records: one that jumps on this machine makes nothing forgotten.
 *
 * @param <V> what is remembered
 */
final class Sweep<V> {

    private final ProcessorContext<?, ?> context;
    private final RouterConfig config;
    private final KeyValueStore<String, V> store;
    private final BiPredicate<V, Instant> isOver;
    private final Consumer<String> forget;
    private final Alarm alarm;
    private @Nullable String reached;
    private Instant nextRound = Instant.MIN;

    /**
     * Begins, and goes on for as long as the processor is there.
     *
     * @param isOver whether an entry may be forgotten at a time
     * @param forget does so
     */
    static <V> void begin(
            ProcessorContext<?, ?> context,
            RouterConfig config,
            KeyValueStore<String, V> store,
            BiPredicate<V, Instant> isOver,
            Consumer<String> forget) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        new Sweep<>(context, config, store, isOver, forget).alarm.noLaterThan(now.plus(config.sweepInterval()));
    }

    private Sweep(
            ProcessorContext<?, ?> context,
            RouterConfig config,
            KeyValueStore<String, V> store,
            BiPredicate<V, Instant> isOver,
            Consumer<String> forget) {
        this.context = context;
        this.config = config;
        this.store = store;
        this.isOver = isOver;
        this.forget = forget;
        alarm = new Alarm(context, config.sweepInterval(), this::ring);
    }

    /** An alarm rings before its time if that is far away. */
    private void ring(Instant now) {
        if (!now.isBefore(nextRound)) {
            sweep(now);
        }
        alarm.noLaterThan(nextRound);
    }

    private void sweep(Instant now) {
        Instant streamTime = Instant.ofEpochMilli(context.currentStreamTimeMs());
        String next = null;
        try (KeyValueIterator<String, V> remembered = store.range(reached, null)) {
            for (int i = 0; i < config.sweepEntries() && remembered.hasNext(); i++) {
                KeyValue<String, V> entry = remembered.next();
                if (isOver.test(entry.value, streamTime)) {
                    forget.accept(entry.key);
                }
                next = remembered.hasNext() ? entry.key : null;
            }
        }
        reached = next;
        nextRound = next == null ? now.plus(config.sweepPause()) : now;
    }
}
