package se.budkavle.router.decision;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.SeenMessage;

/** Whether a message id was met before. */
public enum Novelty {
    /** Not within the window. */
    NEW,
    /** The same request again: its first record has been routed. */
    DUPLICATE,
    /** Another request under the same id, which is to say under the same idempotency key. */
    CONFLICT;

    /**
     * Compares a message with what was remembered of its id.
     *
     * @param seen what was remembered; null where nothing was
     * @param requestDigest SHA-256 of the request as stated
     * @param at the record's timestamp, which is the clock here
     * @param window how long an id is remembered
     */
    public static Novelty of(@Nullable SeenMessage seen, ByteBuffer requestDigest, Instant at, Duration window) {
        if (seen == null || isForgotten(seen, at, window)) {
            return NEW;
        }
        return seen.getRequestDigest().equals(requestDigest) ? DUPLICATE : CONFLICT;
    }

    /** Whether what was seen lies longer back than the window. */
    public static boolean isForgotten(SeenMessage seen, Instant at, Duration window) {
        return seen.getAt().plus(window).isBefore(at);
    }
}
