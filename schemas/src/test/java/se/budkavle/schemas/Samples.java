package se.budkavle.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.Message;

/** Values for tests. */
public final class Samples {

    /** What must never be seen. */
    public static final String CANARY = "canary-7f3a";

    private Samples() {}

    /** A message whose every content field holds the canary. */
    public static Message message() {
        ByteBuffer digest = ByteBuffer.wrap(Digests.sha256(new byte[] {1}));
        return Message.newBuilder()
                .setMessageId(Ids.messageId("0203:a.se", "key-1"))
                .setOrganisation("0203:a.se")
                .setSender("0203:a.se")
                .setRecipients(List.of("0203:b.se"))
                .setType("urn:example")
                .setConversationId("c-1")
                .setCaseId(CANARY)
                .setLabel(CANARY)
                .setRequestDigest(digest)
                .setExpiresAt(Instant.parse("2030-01-15T00:00:00Z"))
                .setAcceptedAt(Instant.parse("2030-01-01T00:00:00Z"))
                .setContent(ByteBuffer.wrap(CANARY.getBytes(StandardCharsets.UTF_8)))
                .setContentInfo(ContentRef.newBuilder()
                        .setSize(CANARY.length())
                        .setDigest(digest)
                        .setContentType("text/plain")
                        .build())
                .setEnvelopeDigest(digest)
                .build();
    }
}
