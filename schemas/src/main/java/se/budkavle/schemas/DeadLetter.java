package se.budkavle.schemas;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The story of a dead letter, as its headers tell it. Never content: ids, positions, and a code of a closed list.
 *
 * @param id UUIDv8 from the source position and the recipient, so that a repeat has the same
 * @param sourceTopic the topic it comes from and goes back to
 * @param sourcePartition its partition there
 * @param sourceOffset its offset there
 * @param reason why
 * @param messageId the message, where it is known
 * @param recipient the recipient, for a dead letter of routing
 * @param subscriptionId the subscription, for a dead letter of pushing
 * @param organisation the organisation it belongs to, where it is known
 * @param firstFailedAt the first failure
 * @param failedAt the last one
 * @param attempts how often it was tried
 * @param replays how often it had been replayed before
 */
public record DeadLetter(
        String id,
        String sourceTopic,
        int sourcePartition,
        long sourceOffset,
        Reason reason,
        @Nullable String messageId,
        @Nullable String recipient,
        @Nullable String subscriptionId,
        @Nullable String organisation,
        Instant firstFailedAt,
        Instant failedAt,
        int attempts,
        int replays) {

    /** The extension of a replayed notification that holds the id of the dead letter it was. */
    public static final String REPLAYED_FROM = "deadLetterId";

    private static final String PREFIX = "budkavle-dl-";

    /** The id that follows from a source position and, where there is one, a recipient. */
    public static String id(String topic, int partition, long offset, @Nullable String recipient) {
        return Ids.derived(
                "dead-letter",
                topic,
                Integer.toString(partition),
                Long.toString(offset),
                recipient == null ? "" : recipient);
    }

    /** Adds the story to a record's headers. */
    public void writeTo(Headers headers) {
        put(headers, "id", id);
        put(headers, "topic", sourceTopic);
        put(headers, "partition", Integer.toString(sourcePartition));
        put(headers, "offset", Long.toString(sourceOffset));
        put(headers, "reason", reason.code());
        put(headers, "message-id", messageId);
        put(headers, "recipient", recipient);
        put(headers, "subscription-id", subscriptionId);
        put(headers, "organisation", organisation);
        put(headers, "first-failed-at", firstFailedAt.toString());
        put(headers, "failed-at", failedAt.toString());
        put(headers, "attempts", Integer.toString(attempts));
        put(headers, "replays", Integer.toString(replays));
    }

    /** Takes the story out of a record's headers, as a replay needs it. */
    public static void removeFrom(Headers headers) {
        for (var header : headers.toArray()) {
            if (header.key().startsWith(PREFIX)) {
                headers.remove(header.key());
            }
        }
    }

    /** The story that a record's headers tell; null where they tell none. */
    public static @Nullable DeadLetter from(Headers headers) {
        String id = get(headers, "id");
        String topic = get(headers, "topic");
        String partition = get(headers, "partition");
        String offset = get(headers, "offset");
        String reason = get(headers, "reason");
        String failedAt = get(headers, "failed-at");
        if (id == null || topic == null || partition == null || offset == null || reason == null || failedAt == null) {
            return null;
        }
        String firstFailedAt = get(headers, "first-failed-at");
        try {
            return new DeadLetter(
                    id,
                    topic,
                    Integer.parseInt(partition),
                    Long.parseLong(offset),
                    Reason.of(reason).orElse(Reason.PROCESSING_FAILED),
                    get(headers, "message-id"),
                    get(headers, "recipient"),
                    get(headers, "subscription-id"),
                    get(headers, "organisation"),
                    Instant.parse(firstFailedAt == null ? failedAt : firstFailedAt),
                    Instant.parse(failedAt),
                    RecordHeaders.number(headers, PREFIX + "attempts", 0),
                    RecordHeaders.number(headers, PREFIX + "replays", 0));
        } catch (NumberFormatException | DateTimeParseException e) {
            return null;
        }
    }

    private static void put(Headers headers, String name, @Nullable String value) {
        RecordHeaders.put(headers, PREFIX + name, value);
    }

    private static @Nullable String get(Headers headers, String name) {
        return RecordHeaders.get(headers, PREFIX + name);
    }
}
