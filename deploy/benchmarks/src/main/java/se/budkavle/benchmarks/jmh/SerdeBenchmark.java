package se.budkavle.benchmarks.jmh;

import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.Notification;

/** Avro in Confluent's wire format: a message with 1 KiB of content and a notification with as much data. */
@NullUnmarked // filled in the setup
public class SerdeBenchmark extends InnerLoop {

    private final AvroSerdes serdes = AvroSerdes.inMemory();
    private final Serde<Message> messages = serdes.value(Topics.MESSAGES_NORMAL);
    private final Serde<Notification> notifications = serdes.value(Topics.NOTIFICATIONS);
    private Message message;
    private Notification notification;
    private byte[] messageBytes;
    private byte[] notificationBytes;

    /** Makes both, and reads what was written. */
    @Setup
    public void prepare() {
        message = Samples.message("recipient:0203:recipient.example").build();
        notification = Samples.notification("subscription-1");
        messageBytes = writeMessage();
        notificationBytes = writeNotification();
        require(readMessage().equals(message), "a message");
        require(readNotification().equals(notification), "a notification");
    }

    /** Writes a message. */
    @Benchmark
    public byte[] writeMessage() {
        return messages.serializer().serialize(Topics.MESSAGES_NORMAL.name(), message);
    }

    /** Reads a message. */
    @Benchmark
    public Message readMessage() {
        return messages.deserializer().deserialize(Topics.MESSAGES_NORMAL.name(), messageBytes);
    }

    /** Writes a notification. */
    @Benchmark
    public byte[] writeNotification() {
        return notifications.serializer().serialize(Topics.NOTIFICATIONS.name(), notification);
    }

    /** Reads a notification. */
    @Benchmark
    public Notification readNotification() {
        return notifications.deserializer().deserialize(Topics.NOTIFICATIONS.name(), notificationBytes);
    }
}
