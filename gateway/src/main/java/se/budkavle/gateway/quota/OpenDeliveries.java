package se.budkavle.gateway.quota;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicFollower;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.serde.RegistryUnavailableException;

/** Follows the books of those who own deliveries ({@code balances}). Nothing waits for it, and while Kafka is away the counts stay. */
@Singleton
public final class OpenDeliveries {

    private static final Logger LOG = LoggerFactory.getLogger(OpenDeliveries.class);

    private final Deserializer<Balance> balances;
    private final TopicFollower follower;
    private final OpenCounts counts;

    OpenDeliveries(AvroSerdes serdes, KafkaSettings kafka, OpenCounts counts) {
        this.counts = counts;
        this.balances = serdes.value(Topics.BALANCES).deserializer();
        this.follower = new TopicFollower(
                kafka, "gateway-balances", List.of(Topics.BALANCES.name()), TopicFollower.Start.BEGINNING, this::take);
    }

    /** Begins to read. */
    public void start() {
        follower.start();
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.key() == null) {
                throw new SerializationException("no key");
            }
            counts.put(
                    record.key(), record.value() == null ? null : balances.deserialize(record.topic(), record.value()));
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (SerializationException e) {
            LOG.atError()
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("a balance cannot be read and is skipped");
        }
    }

    @PreDestroy
    void close() {
        follower.close();
    }
}
