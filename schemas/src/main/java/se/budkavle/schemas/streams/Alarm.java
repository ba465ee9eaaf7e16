package se.budkavle.schemas.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Wakes a processor when there is something for it to do by time, and not otherwise. Kafka Streams commits a task after each
 * of its punctuations, whatever that did: one at a fixed interval of 100 ms means ten transactions a second for nothing.
 *
 * <p>It rings once each time it is set. Whoever is woken sets it again, if there is more to do; where it fails, the alarm does.
 * On the task's thread only.
 */
public final class Alarm {

    /** It rings after this even if set to a later time: what was cancelled, Kafka Streams forgets only when its time comes. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final ProcessorContext<?, ?> context;
    private final Duration pause;
    private final Consumer<Instant> ring;
    private Instant notBefore = Instant.MIN;
    private Instant setTo = Instant.MAX;
    private @Nullable Cancellable scheduled;

    /**
     * An alarm that is not set.
     *
     * @param context the processor's
     * @param pause the shortest time from one ring to the next
     * @param ring told the time when it rings
     */
    public Alarm(ProcessorContext<?, ?> context, Duration pause, Consumer<Instant> ring) {
        this.context = context;
        this.pause = pause;
        this.ring = ring;
    }

    /** Rings at a time, or as soon after it as it may, unless it is set to an earlier one; {@link Instant#MAX}: never. */
    public void noLaterThan(Instant time) {
        Instant at = time.isBefore(notBefore) ? notBefore : time;
        if (!at.isBefore(setTo)) {
            return;
        }
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        cancel();
        setTo = at;
        Duration until = at.isAfter(now.plus(LONGEST)) ? LONGEST : Duration.between(now, at);
        ThreadAlarms.add(now.plus(until));
        scheduled = context.schedule(
                Duration.ofMillis(Math.max(1, until.toMillis())), PunctuationType.WALL_CLOCK_TIME, this::ring);
    }

    private void ring(long millis) {
        cancel();
        setTo = Instant.MAX;
        Instant now = Instant.ofEpochMilli(millis);
        notBefore = now.plus(pause);
        try {
            ring.accept(now);
            ThreadCommits.done(context, millis);
        } catch (RuntimeException e) {
            // What could not be done is still to be done.
            noLaterThan(notBefore);
            throw e;
        }
    }

    private void cancel() {
        if (scheduled != null) {
            scheduled.cancel();
            scheduled = null;
        }
    }
}
