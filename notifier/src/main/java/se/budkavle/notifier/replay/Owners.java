package se.budkavle.notifier.replay;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.CommandAnswers;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.CommandResult;

/** Asks over Kafka. What is not answered in time is asked again. */
final class Owners implements Asking, AutoCloseable {

    private final KafkaSettings kafka;
    private final AvroSerdes serdes;
    private final Duration timeout;
    private final CommandAnswers answers;
    private final Producer<String, byte[]> producer;
    private final Map<String, Serializer<SpecificRecord>> serializers = new ConcurrentHashMap<>();

    Owners(KafkaSettings kafka, AvroSerdes serdes, Duration timeout) {
        this.kafka = kafka;
        this.serdes = serdes;
        this.timeout = timeout;
        this.producer = new KafkaProducer<>(producing(), new StringSerializer(), new ByteArraySerializer());
        this.answers = new CommandAnswers(kafka, serdes, "replay-decisions");
        answers.start();
    }

    private Map<String, Object> producing() {
        Map<String, Object> properties = kafka.clientProperties();
        int part = Math.toIntExact(timeout.toMillis() / 2);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "budkavle-replays");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_DERIVED_BYTES);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, part);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, part);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, part);
        return properties;
    }

    @Override
    public <C extends SpecificRecord> CompletableFuture<Optional<CommandResult>> begin(
            Topic<C> topic, String key, Function<CommandAnswers.Envelope, C> command) {
        if (!answers.awaitReady(timeout)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        var awaited = answers.expect(timeout);
        try {
            byte[] value = serializer(topic).serialize(topic.name(), command.apply(awaited.envelope()));
            var _ = producer.send(new ProducerRecord<>(topic.name(), key, value), (sent, error) -> {
                if (error != null) {
                    awaited.decision().complete(Optional.empty());
                }
            });
        } catch (KafkaException e) {
            awaited.decision().complete(Optional.empty());
        }
        return awaited.decision();
    }

    @SuppressWarnings("unchecked") // a topic's serializer takes the topic's values
    private Serializer<SpecificRecord> serializer(Topic<?> topic) {
        return serializers.computeIfAbsent(topic.name(), name ->
                (Serializer<SpecificRecord>) (Serializer<?>) serdes.value(topic).serializer());
    }

    @Override
    public void close() {
        answers.close();
        producer.close(Duration.ZERO);
    }
}
