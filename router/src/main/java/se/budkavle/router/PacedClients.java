package se.budkavle.router;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import se.budkavle.router.topology.Pace;
import se.budkavle.schemas.streams.PromptClients;

/**
 * Kafka clients of an application that keeps a pace: its consumer fetches nothing while it has taken too much. The stream
 * thread goes on meanwhile, so that what was done is committed, timers fire and no transaction stays open.
 */
final class PacedClients extends PromptClients {

    /** The longest time without a look at the group, which may want to distribute work. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Pace pace;

    PacedClients(Properties properties, Pace pace) {
        super(properties);
        this.pace = pace;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new PacedConsumer(config);
    }

    /** Of one stream thread. */
    private final class PacedConsumer extends PromptConsumer {

        private long polledAt = System.nanoTime();

        PacedConsumer(Map<String, Object> config) {
            super(config);
        }

        @Override
        protected ConsumerRecords<byte[], byte[]> fetch(Duration timeout) {
            Duration wait = pace.toWait();
            if (wait.isPositive() && System.nanoTime() - polledAt < LONGEST.toNanos()) {
                LockSupport.parkNanos(Math.min(wait.toNanos(), timeout.toNanos()));
                if (wait.compareTo(timeout) > 0) {
                    return ConsumerRecords.empty();
                }
            }
            polledAt = System.nanoTime();
            return super.fetch(timeout);
        }
    }
}
