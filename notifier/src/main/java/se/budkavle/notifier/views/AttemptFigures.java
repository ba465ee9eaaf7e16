package se.budkavle.notifier.views;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.AttemptOutcome;

/**
 * What the attempts that are kept of a subscription met, as operators see it.
 *
 * @param id the subscription
 * @param attempts how many there are; more were made, and are not kept
 * @param failures how many of them did not succeed
 * @param lastSuccessAt when the last of them began that did; null: none did
 */
record AttemptFigures(
        String id, int attempts, int failures, @Nullable Instant lastSuccessAt) {

    /** Counts them. */
    static AttemptFigures of(String id, List<Attempt> newestFirst) {
        List<Attempt> successes = newestFirst.stream()
                .filter(attempt -> attempt.getOutcome() == AttemptOutcome.SUCCEEDED)
                .toList();
        return new AttemptFigures(
                id,
                newestFirst.size(),
                newestFirst.size() - successes.size(),
                successes.isEmpty() ? null : successes.getFirst().getAt());
    }
}
