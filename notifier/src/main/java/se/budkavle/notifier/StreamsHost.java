package se.budkavle.notifier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.state.HostInfo;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.streams.PoisonListener;
import se.budkavle.schemas.streams.StreamsSettings;

/** What the Streams applications of one process share: who they are to other instances, where they keep state. */
@Singleton
public class StreamsHost {

    private final NotifierSettings notifier;
    private final KafkaSettings kafka;
    private final TopicOptions topics;
    private final MeterRegistry meters;

    StreamsHost(NotifierSettings notifier, KafkaSettings kafka, TopicOptions topics, MeterRegistry meters) {
        this.notifier = notifier;
        this.kafka = kafka;
        this.topics = topics;
        this.meters = meters;
    }

    /**
     * How an application of this process differs from the others.
     *
     * @param applicationId consumer group and prefix of internal topics
     * @param threads stream threads
     * @param standbyReplicas warm copies of the state on other instances
     * @param commitInterval how often is committed
     * @param poll how long a thread waits for records before it looks at its timers
     */
    public record Running(
            String applicationId, int threads, int standbyReplicas, Duration commitInterval, Duration poll) {}

    /** Where other instances reach this one; known once the server runs. */
    public HostInfo self(EmbeddedServer server) {
        return new HostInfo(notifier.advertisedHost(), server.getPort());
    }

    /** The properties of an application whose input, state and output are one transaction. */
    public Properties exactlyOnce(Running running, HostInfo self) {
        return settings(running, self).exactlyOnce(kafka, poison(running));
    }

    /** The properties of an application that may do again what it did before a crash. */
    public Properties atLeastOnce(Running running, HostInfo self) {
        return settings(running, self).atLeastOnce(kafka, poison(running));
    }

    private StreamsSettings settings(Running running, HostInfo self) {
        return new StreamsSettings(
                running.applicationId(),
                notifier.instanceId(),
                notifier.stateDirectory(),
                self.host() + ":" + self.port(),
                running.threads(),
                running.standbyReplicas(),
                topics.replicationFactor(),
                Math.toIntExact(running.commitInterval().toMillis()),
                Math.toIntExact(running.poll().toMillis()),
                notifier.rocksDbBytes());
    }

    private PoisonListener poison(Running running) {
        return (topic, reason) -> meters.counter(
                        "budkavle.notifier.poison",
                        "application",
                        running.applicationId(),
                        "topic",
                        topic,
                        "reason",
                        reason.code())
                .increment();
    }
}
