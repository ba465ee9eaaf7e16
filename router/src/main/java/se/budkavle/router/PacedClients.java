package se.budkavle.router;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import se.budkavle.router.topology.Pace;

/**
 * Kafka clients of an application that keeps a pace: its consumer fetches nothing while it has taken too much. The stream
 * thread goes on meanwhile, so that what was done is committed, timers fire and no transaction stays open.
 */
final class PacedClients implements KafkaClientSupplier {

    /** The longest time without a look at the group, which may want to distribute work. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Pace pace;

    PacedClients(Pace pace) {
        this.pace = pace;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new PacedConsumer(config, pace);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    /** Of one stream thread. */
    private static final class PacedConsumer extends KafkaConsumer<byte[], byte[]> {

        private final Pace pace;
        private long polledAt = System.nanoTime();

        PacedConsumer(Map<String, Object> config, Pace pace) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            this.pace = pace;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            Duration wait = pace.toWait();
            if (wait.isPositive() && System.nanoTime() - polledAt < LONGEST.toNanos()) {
                LockSupport.parkNanos(Math.min(wait.toNanos(), timeout.toNanos()));
                if (wait.compareTo(timeout) > 0) {
                    return ConsumerRecords.empty();
                }
            }
            polledAt = System.nanoTime();
            return super.poll(timeout);
        }
    }
}
