package se.budkavle.notifier.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.FeedReplay;
import se.budkavle.schemas.avro.Notification;

/**
 * The wish to have a part of the feed once more, as the gateway writes it: a notification of kind REPLAY whose data is
 * {@code {"from", "to", "after"}}.
 *
 * @param from only what was written then or later; null: from the oldest that is kept
 * @param to only what was written before; null: up to the request
 * @param after only what stands after this cursor
 */
record ReplayRequest(@Nullable Instant from, @Nullable Instant to, long after) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException when it is none */
    static ReplayRequest of(Notification notification) {
        ByteBuffer data = notification.getData();
        if (data == null || notification.getReplayId() == null) {
            throw new IllegalArgumentException("a replay has an id and data");
        }
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        try {
            JsonNode wish = JSON.readTree(bytes);
            String after = text(wish, "after");
            return new ReplayRequest(
                    time(wish, "from"), time(wish, "to"), after == null ? FeedReads.BEGINNING : Long.parseLong(after));
        } catch (IOException | DateTimeException e) {
            throw new IllegalArgumentException("a replay's data is {from, to, after}", e);
        }
    }

    /**
     * The replay that begins with it.
     *
     * @param notification that it was read from
     * @param offset of the notification: only what stands before is replayed
     */
    FeedReplay begin(Notification notification, long offset) {
        return FeedReplay.newBuilder()
                .setReplayId(Objects.requireNonNull(notification.getReplayId()))
                .setFrom(from)
                .setTo(to)
                .setDone(Math.clamp(after, FeedReads.BEGINNING, offset))
                .setEnd(offset)
                .setExpiresAt(notification.getExpiresAt())
                .build();
    }

    private static @Nullable Instant time(JsonNode wish, String name) {
        String text = text(wish, name);
        return text == null ? null : Instant.parse(text);
    }

    private static @Nullable String text(JsonNode wish, String name) {
        return wish.hasNonNull(name) ? wish.get(name).asText() : null;
    }
}
