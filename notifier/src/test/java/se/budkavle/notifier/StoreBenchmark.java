package se.budkavle.notifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.TopicAdmin;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.streams.PoisonListener;
import se.budkavle.schemas.streams.StreamsSettings;

/**
 * What a topology's state costs on disk, in heap and in time to restore: fills a topic, lets the topology run, then takes
 * its state away and lets it restore from the changelogs. Run by the benchmarks of mailbox and views, against any Kafka.
 */
public final class StoreBenchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final long PAUSE_MILLIS = 50;

    private final KafkaSettings kafka;
    private final Path state;
    private final String application;
    private final boolean exactlyOnce;

    /** @param application what is measured: names the consumer group */
    public StoreBenchmark(String bootstrapServers, String application, boolean exactlyOnce) throws IOException {
        this.kafka = new KafkaSettings(bootstrapServers, "http://unused", Map.of());
        this.state = Files.createTempDirectory(application);
        this.application = application;
        this.exactlyOnce = exactlyOnce;
        TopicAdmin.ensure(kafka, new TopicOptions(true, 1, null));
    }

    /** Says whether all that was put into the topic has been seen by the topology. */
    @FunctionalInterface
    public interface Progress {
        boolean isDone();
    }

    /** Fills, runs, measures, restores, measures. */
    public <V extends org.apache.avro.specific.SpecificRecord> void run(
            Topology topology,
            Topic<V> topic,
            Serializer<V> values,
            int count,
            IntFunction<Map.Entry<String, V>> record,
            Progress progress)
            throws Exception {
        long heapBefore = usedHeap();
        fill(topic, values, count, record);
        long began = System.nanoTime();
        try (KafkaStreams streams = start(topology)) {
            await(() -> isRunning(streams) && progress.isDone());
            report("processed", count, began);
            System.out.printf("heap: %d MB before, %d MB after%n", heapBefore >> 20, usedHeap() >> 20);
        }
        System.out.printf("on disk: %d bytes each%n", sizeOf(state) / count);
        Utils.delete(state.toFile());
        began = System.nanoTime();
        try (KafkaStreams streams = start(topology)) {
            await(() -> isRunning(streams));
            report("restored", count, began);
        }
        Utils.delete(state.toFile());
    }

    private <V extends org.apache.avro.specific.SpecificRecord> void fill(
            Topic<V> topic, Serializer<V> values, int count, IntFunction<Map.Entry<String, V>> record) {
        Map<String, Object> client = new HashMap<>(kafka.clientProperties());
        client.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        try (KafkaProducer<String, V> producer = new KafkaProducer<>(client, new StringSerializer(), values)) {
            for (int i = 0; i < count; i++) {
                Map.Entry<String, V> next = record.apply(i);
                var _ = producer.send(new ProducerRecord<>(topic.name(), next.getKey(), next.getValue()));
            }
        }
    }

    private KafkaStreams start(Topology topology) {
        StreamsSettings settings =
                new StreamsSettings(application, "benchmark", state, null, 1, 0, 1, 100, 20, 64L << 20);
        Properties properties = exactlyOnce
                ? settings.exactlyOnce(kafka, PoisonListener.NONE)
                : settings.atLeastOnce(kafka, PoisonListener.NONE);
        KafkaStreams streams = new KafkaStreams(topology, properties);
        streams.start();
        return streams;
    }

    private static boolean isRunning(KafkaStreams streams) {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    private static void await(Progress progress) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!progress.isDone()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not done within " + PATIENCE);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static void report(String what, int count, long began) {
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("%s %d in %.1f s%n", what, count, seconds);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long sizeOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
