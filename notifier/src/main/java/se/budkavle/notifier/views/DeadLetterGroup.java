package se.budkavle.notifier.views;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters with something in common.
 *
 * @param key what they have in common; null: that they have none of it
 * @param count how many there are
 * @param oldest when the first of them failed
 * @param newest when the last one did
 */
record DeadLetterGroup(@Nullable String key, long count, Instant oldest, Instant newest) {

    /** What may be in common. */
    enum By {
        /** Nothing: all are one group. */
        ALL,
        REASON,
        ORGANISATION,
        SUBSCRIPTION,
        TOPIC,
        STAGE;

        /** @throws IllegalArgumentException for an unknown name */
        static By of(@Nullable String name) {
            return name == null ? ALL : valueOf(name.toUpperCase(Locale.ROOT));
        }

        @Nullable String keyOf(DeadLetterItem item) {
            return switch (this) {
                case ALL -> null;
                case REASON -> item.reason();
                case ORGANISATION -> item.organisation();
                case SUBSCRIPTION -> item.subscriptionId();
                case TOPIC -> item.topic();
                case STAGE -> item.stage();
            };
        }
    }

    static DeadLetterGroup of(@Nullable String key, DeadLetterItem item) {
        return new DeadLetterGroup(key, 1, item.failedAt(), item.failedAt());
    }

    DeadLetterGroup plus(DeadLetterGroup other) {
        return new DeadLetterGroup(
                key,
                count + other.count,
                oldest.isBefore(other.oldest) ? oldest : other.oldest,
                newest.isAfter(other.newest) ? newest : other.newest);
    }
}
