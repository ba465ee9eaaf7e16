package se.budkavle.notifier.views;

import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are asked for; what is null does not matter.
 *
 * @param from failed then or later
 * @param to failed before
 */
record DeadLetterQuery(
        @Nullable String topic,
        @Nullable String reason,
        @Nullable String organisation,
        @Nullable String messageId,
        @Nullable String subscriptionId,
        @Nullable String status,
        Instant from,
        @Nullable Instant to)
        implements Predicate<DeadLetterItem> {

    @Override
    public boolean test(DeadLetterItem item) {
        return matches(topic, item.topic())
                && matches(reason, item.reason())
                && matches(organisation, item.organisation())
                && matches(messageId, item.messageId())
                && matches(subscriptionId, item.subscriptionId())
                && matches(status, item.status());
    }

    /** Where a page begins: where the last one ended, or at the newest that is asked for. */
    @Nullable Position before(@Nullable Position cursor) {
        if (to == null) {
            return cursor;
        }
        Position newest = new Position(to, "");
        return cursor == null || newest.compareTo(cursor) > 0 ? newest : cursor;
    }

    private static boolean matches(@Nullable String wanted, @Nullable String is) {
        return wanted == null || wanted.equals(is);
    }
}
