package se.budkavle.chaos.fault;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;

/** Records that nobody can read. */
final class Poison {

    private static final byte[] BYTES = "this is not Avro".getBytes(StandardCharsets.UTF_8);

    private Poison() {}

    /** One on every topic. */
    static void on(String bootstrapServers) throws InterruptedException, ExecutionException {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (Topic<?> topic : Topics.all()) {
                producer.send(new ProducerRecord<>(topic.name(), "poison", BYTES))
                        .get();
            }
        }
    }
}
