package se.budkavle.schemas.content;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicFollower;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ContentKey;
import se.budkavle.schemas.serde.RegistryUnavailableException;

/** Keeps the {@link ContentKeyCopy} of a service up to date. */
public final class ContentKeyReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContentKeyReader.class);

    /** Hears of keys, on the reader's thread. */
    @FunctionalInterface
    public interface Listener {
        /** A record was taken over; it must not take long. */
        void onChange(String keyId, ContentKeyCopy.Change change);
    }

    /** What is known of a key. */
    public sealed interface Found {

        /** It is there. */
        record Live(StoredKey key, KeyWrap.Wrapped wrapped) implements Found {}

        /** It was destroyed, or its day's retention has ended. */
        record Gone() implements Found {}

        /** It is not certain whether it is there. */
        record Unknown() implements Found {}
    }

    private final ContentKeyCopy copy = new ContentKeyCopy();
    private final Deserializer<ContentKey> keys;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Duration patience;
    private final Admin admin;
    private final TopicFollower follower;

    /**
     * Prepares; nothing is read yet.
     *
     * @param admin asked where the topic ends; not closed
     * @param patience how long a key that was made a moment ago is waited for
     */
    public ContentKeyReader(KafkaSettings kafka, AvroSerdes serdes, Admin admin, Duration patience) {
        this.keys = serdes.value(Topics.CONTENT_KEYS).deserializer();
        this.admin = admin;
        this.patience = patience;
        this.follower = new TopicFollower(
                kafka, "content-keys", List.of(Topics.CONTENT_KEYS.name()), TopicFollower.Start.BEGINNING, this::take);
    }

    /** Tells somebody of what is read from now on. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Begins to read. */
    public void start() {
        follower.start();
    }

    /** {@return whether all is read that was there at the start} */
    public boolean isLoaded() {
        return follower.isLoaded();
    }

    /** {@return the copy as it is now} */
    public ContentKeyCopy copy() {
        return copy;
    }

    /**
     * {@return what is known of a key; one that is not here is waited for, until all is read that is there now}
     *
     * @throws SerializationException where it is no key's id
     */
    public Found find(String keyId) {
        StoredKey key = copy.key(keyId);
        if (key == null) {
            boolean complete = catchUp();
            key = copy.key(keyId);
            if (key == null) {
                return complete ? new Found.Gone() : new Found.Unknown();
            }
        }
        return key.wrapped() == null ? new Found.Gone() : new Found.Live(key, key.wrapped());
    }

    /** Waits, bounded, until the copy has every key that was there when this was called. Returns whether it has. */
    public boolean catchUp() {
        long deadline = System.nanoTime() + patience.toNanos();
        if (!follower.await(follower::isLoaded, patience)) {
            return false;
        }
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        follower.partitions().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        try {
            admin.listOffsets(latest)
                    .all()
                    .get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().log("the end of the content keys is not known in time");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return follower.awaitOffsets(ends, Duration.ofNanos(deadline - System.nanoTime()));
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.key() == null) {
                throw new SerializationException("no key");
            }
            @Nullable ContentKey value = record.value() == null ? null : keys.deserialize(record.topic(), record.value());
            ContentKeyCopy.Change change = copy.put(record.key(), value);
            listeners.forEach(listener -> listener.onChange(record.key(), change));
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (SerializationException e) {
            LOG.atError()
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("a content key cannot be read and is skipped");
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}
