package se.budkavle.notifier.dispatcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Notification;

/** What an endpoint must give back to prove itself: {@code data.challenge} of a verification. */
final class Challenge {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Challenge() {}

    /** The challenge; null where there is none, so that no answer equals it. */
    static @Nullable String of(Notification notification) {
        ByteBuffer data = notification.getData();
        if (data == null) {
            return null;
        }
        try {
            JsonNode challenge = JSON.readTree(bytes(data)).path("challenge");
            return challenge.isTextual() && !challenge.textValue().isBlank() ? challenge.textValue() : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** A buffer's bytes; its position stays. */
    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
