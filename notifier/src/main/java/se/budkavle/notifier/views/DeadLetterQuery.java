package se.budkavle.notifier.views;

import java.time.Instant;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are asked for; what is null does not matter.
 *
 * @param stage a {@link DeadLetterStage}
 * @param partition partition of the source
 * @param offset offset of the source
 * @param attempts tried at least so often
 * @param replays replayed at least so often
 * @param firstFrom failed first then or later
 * @param firstTo failed first before
 * @param from failed then or later
 * @param to failed before
 * @param replayId a job: what it has replayed or given up itself has the right status for it
 */
record DeadLetterQuery(
        @Nullable String topic,
        @Nullable String stage,
        @Nullable Integer partition,
        @Nullable Long offset,
        @Nullable String reason,
        @Nullable String organisation,
        @Nullable String messageId,
        @Nullable String recipient,
        @Nullable String subscriptionId,
        @Nullable String status,
        int attempts,
        int replays,
        @Nullable Instant firstFrom,
        @Nullable Instant firstTo,
        Instant from,
        @Nullable Instant to,
        @Nullable String replayId)
        implements Predicate<DeadLetterItem> {

    /**
     * Reads the parameters of the public API.
     *
     * @throws IllegalArgumentException when a number is none
     * @throws java.time.DateTimeException when a time is none
     */
    static DeadLetterQuery of(Function<String, @Nullable String> parameter) {
        String partition = parameter.apply("partition");
        String offset = parameter.apply("offset");
        Instant from = time(parameter, "from");
        return new DeadLetterQuery(
                parameter.apply("topic"),
                parameter.apply("stage"),
                partition == null ? null : Integer.valueOf(partition),
                offset == null ? null : Long.valueOf(offset),
                parameter.apply("reason"),
                parameter.apply("organisation"),
                parameter.apply("messageId"),
                parameter.apply("recipient"),
                parameter.apply("subscriptionId"),
                parameter.apply("status"),
                atLeast(parameter, "attempts"),
                atLeast(parameter, "replays"),
                time(parameter, "firstFrom"),
                time(parameter, "firstTo"),
                from == null ? Instant.EPOCH : from,
                time(parameter, "to"),
                parameter.apply("replayId"));
    }

    private static @Nullable Instant time(Function<String, @Nullable String> parameter, String name) {
        String text = parameter.apply(name);
        return text == null ? null : Instant.parse(text);
    }

    private static int atLeast(Function<String, @Nullable String> parameter, String name) {
        String text = parameter.apply(name);
        return text == null ? 0 : Integer.parseInt(text);
    }

    @Override
    public boolean test(DeadLetterItem item) {
        boolean isJobsOwn = replayId != null && replayId.equals(item.replayId());
        return (isJobsOwn || matches(status, item.status()))
                && matches(topic, item.topic())
                && matches(stage, item.stage())
                && (partition == null || partition == item.partition())
                && (offset == null || offset == item.offset())
                && matches(reason, item.reason())
                && matches(organisation, item.organisation())
                && matches(messageId, item.messageId())
                && matches(recipient, item.recipient())
                && matches(subscriptionId, item.subscriptionId())
                && item.attempts() >= attempts
                && item.replays() >= replays
                && isWithin(item.firstFailedAt() == null ? item.failedAt() : item.firstFailedAt());
    }

    private boolean isWithin(Instant firstFailedAt) {
        return (firstFrom == null || !firstFailedAt.isBefore(firstFrom))
                && (firstTo == null || firstFailedAt.isBefore(firstTo));
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
