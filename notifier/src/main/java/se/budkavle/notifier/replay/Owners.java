package se.budkavle.notifier.replay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.CommandResult;

/**
 * Asks over Kafka: commands on their topics, answers on {@code command-results} under the name of this instance, read
 * committed. What is under way when reading fails is not answered in time, and asked again.
 */
final class Owners implements Asking, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Owners.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String instance = UUID.randomUUID().toString();
    private final Map<String, CompletableFuture<Optional<CommandResult>>> pending = new ConcurrentHashMap<>();
    private final KafkaSettings kafka;
    private final AvroSerdes serdes;
    private final Duration timeout;
    private final Deserializer<CommandResult> results;
    private final Producer<String, byte[]> producer;
    private final CompletableFuture<Boolean> listening = new CompletableFuture<>();
    private final Map<String, Serializer<SpecificRecord>> serializers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Owners(KafkaSettings kafka, AvroSerdes serdes, Duration timeout) {
        this.kafka = kafka;
        this.serdes = serdes;
        this.timeout = timeout;
        this.results = serdes.value(Topics.COMMAND_RESULTS).deserializer();
        this.producer = new KafkaProducer<>(producing(), new StringSerializer(), new ByteArraySerializer());
        Thread.ofPlatform().daemon().name("replay-decisions").start(this::listen);
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
            Topic<C> topic, String key, Function<Envelope, C> command) {
        String commandId = Ids.newId();
        CompletableFuture<Optional<CommandResult>> answer = new CompletableFuture<>();
        try {
            if (!listening
                    .copy()
                    .completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .join()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            byte[] value = serializer(topic).serialize(topic.name(), command.apply(new Envelope(commandId, instance)));
            pending.put(commandId, answer);
            var _ = producer.send(new ProducerRecord<>(topic.name(), key, value), (sent, error) -> {
                if (error != null) {
                    answer.complete(Optional.empty());
                }
            });
        } catch (KafkaException e) {
            answer.complete(Optional.empty());
        }
        return answer.completeOnTimeout(Optional.empty(), timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((result, none) -> pending.remove(commandId));
    }

    @SuppressWarnings("unchecked") // a topic's serializer takes the topic's values
    private Serializer<SpecificRecord> serializer(Topic<?> topic) {
        return serializers.computeIfAbsent(topic.name(), name ->
                (Serializer<SpecificRecord>) (Serializer<?>) serdes.value(topic).serializer());
    }

    private void listen() {
        while (!closed) {
            try (Consumer<String, byte[]> consumer =
                    new KafkaConsumer<>(reading(), new StringDeserializer(), new ByteArrayDeserializer())) {
                List<TopicPartition> partitions = consumer.partitionsFor(Topics.COMMAND_RESULTS.name()).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToEnd(partitions);
                partitions.forEach(consumer::position);
                listening.complete(true);
                while (!closed) {
                    consumer.poll(POLL).forEach(this::take);
                }
            } catch (WakeupException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("Reading decisions failed, it begins again");
                pause();
            }
        }
    }

    private Map<String, Object> reading() {
        Map<String, Object> properties = kafka.clientProperties();
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "budkavle-replays-decisions");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        return properties;
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (!instance.equals(record.key())) {
            return;
        }
        try {
            CommandResult result = results.deserialize(record.topic(), record.value());
            CompletableFuture<Optional<CommandResult>> answer = pending.get(result.getCommandId());
            if (answer != null) {
                answer.complete(Optional.of(result));
            }
        } catch (SerializationException e) {
            LOG.atError().addKeyValue("offset", record.offset()).log("A decision cannot be read");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        producer.close(Duration.ZERO);
    }
}
