package se.budkavle.notifier.content;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.SecretKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.notifier.content.Fetched.Found;
import se.budkavle.notifier.content.Fetched.Missing;
import se.budkavle.notifier.content.Fetched.Unavailable;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.Priority;
import se.budkavle.schemas.content.ContentCipher;

/** Fetches a message by the reference to its content, and believes only what has the right id and digest. */
@Singleton
public class ContentReader {

    private static final Logger LOG = LoggerFactory.getLogger(ContentReader.class);

    private final RecordReader records;
    private final ContentKeysHere keys;
    private final Deserializer<Message> messages;

    /** Reads with the serde of messages; every lane has the same. */
    public ContentReader(RecordReader records, ContentKeysHere keys, AvroSerdes serdes) {
        this.records = records;
        this.keys = keys;
        this.messages = serdes.value(Topics.messages(Priority.NORMAL)).deserializer();
    }

    /** The message that a reference points to, with its content as it is stored: perhaps encrypted. */
    public Fetched<Message> message(ContentRef reference, String messageId) {
        String topic = reference.getTopic();
        Integer partition = reference.getPartition();
        Long offset = reference.getOffset();
        if (topic == null || partition == null || offset == null) {
            return new Missing<>();
        }
        return records.read(
                new TopicPartition(topic, partition),
                offset,
                reference.getTimestamp(),
                record -> verified(record, reference, messageId));
    }

    /** The content that a reference points to, as its sender sent it. */
    public Fetched<ByteBuffer> content(ContentRef reference, String messageId) {
        return switch (message(reference, messageId)) {
            case Fetched.Found(Message message) -> opened(message, reference);
            case Fetched.Missing() -> new Missing<>();
            case Fetched.Unavailable() -> new Unavailable<>();
        };
    }

    /** Whether content was encrypted with a key that is known to be destroyed. */
    public boolean isDestroyed(ContentRef reference) {
        return keys.isDestroyed(reference);
    }

    private @Nullable Message verified(ConsumerRecord<byte[], byte[]> record, ContentRef reference, String messageId) {
        // Another message's header spares the decoding; a missing one proves nothing.
        String stated = RecordHeaders.get(record.headers(), RecordHeaders.MESSAGE_ID);
        if (stated != null && !stated.equals(messageId)) {
            return null;
        }
        Message message;
        try {
            message = messages.deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            return null;
        }
        if (message == null || !message.getMessageId().equals(messageId)) {
            return null;
        }
        ByteBuffer content = message.getContent();
        if (content == null) {
            return null;
        }
        // Of what is encrypted the digest can be compared only when it is opened.
        ByteBuffer digest =
                isAtRest(message) ? message.getContentInfo().getDigest() : ByteBuffer.wrap(Digests.sha256(content));
        return digest.equals(reference.getDigest()) ? message : null;
    }

    private static boolean isAtRest(Message message) {
        return switch (message.getContentInfo().getEncryption()) {
            case AT_REST, JWE_AT_REST -> true;
            case NONE, JWE, UNKNOWN -> false;
        };
    }

    private Fetched<ByteBuffer> opened(Message message, ContentRef reference) {
        ByteBuffer content = Objects.requireNonNull(message.getContent(), "only what has content is believed");
        if (!isAtRest(message)) {
            return new Found<>(content);
        }
        return switch (keys.key(message.getContentInfo().getKeyId())) {
            case Found(SecretKey key) -> opened(message, content, key, reference);
            case Missing() -> new Missing<>();
            case Unavailable() -> new Unavailable<>();
        };
    }

    private static Fetched<ByteBuffer> opened(Message message, ByteBuffer sealed, SecretKey key, ContentRef reference) {
        String keyId = Objects.requireNonNull(message.getContentInfo().getKeyId(), "the key has been found by it");
        try {
            ByteBuffer content = ContentCipher.open(
                    key, new ContentCipher.Binding(keyId, message.getOrganisation(), message.getMessageId()), sealed);
            if (ByteBuffer.wrap(Digests.sha256(content)).equals(reference.getDigest())) {
                return new Found<>(content);
            }
        } catch (GeneralSecurityException e) {
            // Told below: it is not what was stored.
        }
        altered(message.getMessageId(), keyId);
        return new Missing<>();
    }

    private static void altered(String messageId, String keyId) {
        LOG.atError()
                .addKeyValue("messageId", messageId)
                .addKeyValue("keyId", keyId)
                .log("content at rest is not what its key sealed");
    }
}
