package se.budkavle.notifier.content;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.content.Fetched.Found;
import se.budkavle.notifier.content.Fetched.Missing;
import se.budkavle.notifier.content.Fetched.Unavailable;
import se.budkavle.schemas.KafkaSettings;

/**
 * Reads single records where a reference says, with a bounded number of consumers that belong to no group. An offset is
 * a hint, as mirroring changes offsets: what does not fit is searched for from its timestamp on.
 */
@Singleton
public class RecordReader {

    private static final int RECORDS_AT_A_TIME = 100;

    /** The batch with the record always comes whole; little beyond it shall. */
    private static final int FETCH_BYTES = 64 * 1024;

    private static final Duration SLICE = Duration.ofMillis(200);

    /** A place a consumer returns to; made when it is first needed. */
    private static final class Slot {
        private @Nullable Consumer<byte[], byte[]> consumer;
    }

    private final KafkaSettings kafka;
    private final ContentSettings settings;
    private final BlockingQueue<Slot> free;

    /** Makes no connection before it is first asked. */
    public RecordReader(KafkaSettings kafka, ContentSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
        this.free = new ArrayBlockingQueue<>(settings.readers());
        for (int i = 0; i < settings.readers(); i++) {
            free.add(new Slot());
        }
    }

    /**
     * Reads a record.
     *
     * @param place where it should lie
     * @param offset its offset there
     * @param timestamp its timestamp, from which it is searched for; null: no search
     * @param pick takes what is wanted from a record; null: it is another one
     */
    public <T> Fetched<T> read(
            TopicPartition place,
            long offset,
            @Nullable Instant timestamp,
            Function<ConsumerRecord<byte[], byte[]>, @Nullable T> pick) {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        Slot slot;
        try {
            slot = free.poll(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unavailable<>();
        }
        if (slot == null) {
            return new Unavailable<>();
        }
        try {
            Consumer<byte[], byte[]> consumer = slot.consumer == null ? connect() : slot.consumer;
            slot.consumer = consumer;
            return new Search<>(consumer, place, pick, deadline).run(offset, timestamp);
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
            discard(slot);
            return new Unavailable<>();
        } catch (KafkaException e) {
            discard(slot);
            return new Unavailable<>();
        } finally {
            free.add(slot);
        }
    }

    /**
     * Reads many records of known places, in one passage through each partition.
     *
     * @param places offsets by partition
     * @return those that lie there; empty if they cannot be read in time
     */
    public Optional<List<ConsumerRecord<byte[], byte[]>>> readAll(Map<TopicPartition, Set<Long>> places) {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        Slot slot;
        try {
            slot = free.poll(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        if (slot == null) {
            return Optional.empty();
        }
        try {
            Consumer<byte[], byte[]> consumer = slot.consumer == null ? connect() : slot.consumer;
            slot.consumer = consumer;
            return new Passage(consumer, places, deadline).run();
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
            discard(slot);
            return Optional.empty();
        } catch (KafkaException e) {
            discard(slot);
            return Optional.empty();
        } finally {
            free.add(slot);
        }
    }

    private Consumer<byte[], byte[]> connect() {
        Map<String, Object> client = kafka.clientProperties();
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        client.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        client.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_A_TIME);
        client.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        client.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        client.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) SLICE.toMillis());
        client.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int)
                settings.timeout().toMillis());
        return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static void discard(Slot slot) {
        if (slot.consumer != null) {
            slot.consumer.close(CloseOptions.timeout(Duration.ZERO));
            slot.consumer = null;
        }
    }

    /** Closes the consumers. */
    @PreDestroy
    public void close() {
        for (Slot slot = free.poll(); slot != null; slot = free.poll()) {
            discard(slot);
        }
    }

    /** One search with one consumer. */
    private final class Search<T> {

        private final Consumer<byte[], byte[]> consumer;
        private final TopicPartition place;
        private final Function<ConsumerRecord<byte[], byte[]>, @Nullable T> pick;
        private final long deadline;

        Search(
                Consumer<byte[], byte[]> consumer,
                TopicPartition place,
                Function<ConsumerRecord<byte[], byte[]>, @Nullable T> pick,
                long deadline) {
            this.consumer = consumer;
            this.place = place;
            this.pick = pick;
            this.deadline = deadline;
        }

        Fetched<T> run(long offset, @Nullable Instant timestamp) {
            consumer.assign(List.of(place));
            try {
                Fetched<T> there = from(offset, 1);
                if (!(there instanceof Missing) || timestamp == null) {
                    return there;
                }
                OffsetAndTimestamp first = consumer.offsetsForTimes(Map.of(place, timestamp.toEpochMilli()))
                        .get(place);
                return first == null ? new Missing<>() : from(first.offset(), settings.searchRecords());
            } finally {
                consumer.unsubscribe();
            }
        }

        private Fetched<T> from(long offset, int atMost) {
            consumer.seek(place, offset);
            int seen = 0;
            while (seen < atMost) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return new Unavailable<>();
                }
                Iterable<ConsumerRecord<byte[], byte[]>> records;
                try {
                    records = consumer.poll(SLICE.toNanos() < left ? SLICE : Duration.ofNanos(left));
                } catch (OffsetOutOfRangeException e) {
                    return new Missing<>();
                }
                boolean any = false;
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    any = true;
                    T value = pick.apply(record);
                    if (value != null) {
                        return new Found<>(value);
                    }
                    if (++seen >= atMost) {
                        return new Missing<>();
                    }
                }
                if (!any && isAtEnd()) {
                    return new Missing<>();
                }
            }
            return new Missing<>();
        }

        private boolean isAtEnd() {
            long end = consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
            return consumer.position(place) >= end;
        }
    }
}
