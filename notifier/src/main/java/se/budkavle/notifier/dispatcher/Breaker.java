package se.budkavle.notifier.dispatcher;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.FailingEndpoint;

/**
 * The circuit breaker of an endpoint, and when it is given up. Pure.
 *
 * <pre>
 *           so many failures in a row            a step of the ladder has passed
 *  closed ─────────────────────────────▶ open ◀──────────────────────────────────▶ one probe under way
 *    ▲      everything waits in the queue                 it fails: next step         │
 *    └────────────────────────────────────────────────────────────────────────────────┘ it succeeds
 * </pre>
 *
 * @param threshold failures in a row that open it
 * @param suspendAfter without success for so long, and open, the subscription is suspended
 */
record Breaker(int threshold, Duration suspendAfter) {

    /**
     * What is known of an endpoint after a failure.
     *
     * @param before what was known; null: it did not fail
     * @param failure the failure
     */
    FailingEndpoint after(@Nullable FailingEndpoint before, Failure failure) {
        FailingEndpoint.Builder after = before == null
                ? FailingEndpoint.newBuilder()
                        .setVersion(failure.version())
                        .setFailures(1)
                        .setSince(failure.at())
                : FailingEndpoint.newBuilder(before).setFailures(before.getFailures() + 1);
        boolean wasOpen = isOpen(before);
        // What was under way when it opened says nothing new.
        if (wasOpen ? failure.wasProbe() : failure.mayHeal() && after.getFailures() >= threshold) {
            int step = after.getStep() + 1;
            Duration delay = failure.ladder().step(step, failure.chance());
            Duration pause = delay.compareTo(failure.retryAfter()) < 0 ? failure.retryAfter() : delay;
            after.setStep(step).setProbeAt(failure.at().plus(pause));
        }
        return after.build();
    }

    /**
     * A failed attempt.
     *
     * @param version of the subscription
     * @param mayHeal whether the same request may succeed later
     * @param wasProbe whether it was sent to find out
     * @param retryAfter the pause the endpoint asked for, capped
     * @param ladder the subscription's
     * @param at when
     * @param chance from 0 to 1, for the jitter
     */
    record Failure(
            long version,
            boolean mayHeal,
            boolean wasProbe,
            Duration retryAfter,
            Ladder ladder,
            Instant at,
            double chance) {}

    /** Whether it is given up. */
    boolean isHopeless(FailingEndpoint endpoint, Instant now) {
        return endpoint.getFailures() >= threshold
                && !endpoint.getSince().plus(suspendAfter).isAfter(now);
    }

    static boolean isOpen(@Nullable FailingEndpoint endpoint) {
        return endpoint != null && endpoint.getProbeAt() != null;
    }
}
