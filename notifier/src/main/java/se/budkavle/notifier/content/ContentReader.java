package se.budkavle.notifier.content;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.content.Fetched.Missing;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.Priority;

/** Fetches a message by the reference to its content, and believes only what has the right id and digest. */
@Singleton
public class ContentReader {

    private final RecordReader records;
    private final Deserializer<Message> messages;

    /** Reads with the serde of messages; every lane has the same. */
    public ContentReader(RecordReader records, AvroSerdes serdes) {
        this.records = records;
        this.messages = serdes.value(Topics.messages(Priority.NORMAL)).deserializer();
    }

    /** The message that a reference points to, with its content. */
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
        if (message == null || !message.getMessageId().equals(messageId) || message.getContent() == null) {
            return null;
        }
        ByteBuffer digest = ByteBuffer.wrap(Digests.sha256(message.getContent()));
        return digest.equals(reference.getDigest()) ? message : null;
    }
}
