package se.budkavle.e2e.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.streams.PoisonListener;
import se.budkavle.schemas.streams.StreamsSettings;

/** An application with its hands on time, which can be stopped and started on the state that it left on disk. */
final class Driven implements AutoCloseable {

    private static final String NAME = "model";

    private final AvroSerdes serdes;
    private final Supplier<Topology> topology;
    private final Path directory;
    private Instant now;
    private TopologyTestDriver driver;

    /**
     * @param topology makes it anew at each start: what a process holds in memory is gone then
     * @param directory where its state lies
     */
    Driven(AvroSerdes serdes, Supplier<Topology> topology, Path directory, Instant now) {
        this.serdes = serdes;
        this.topology = topology;
        this.directory = directory;
        this.now = now;
        this.driver = start();
    }

    private TopologyTestDriver start() {
        linkState();
        Properties properties = new StreamsSettings(NAME, "model-1", directory, null, 1, 0, 1, 20, 10, 16 << 20)
                .atLeastOnce(new KafkaSettings("nowhere:1", "http://nowhere", Map.of()), PoisonListener.NONE);
        return new TopologyTestDriver(topology.get(), properties, now);
    }

    /** A driver deletes its state when it is closed: of what lies behind a link it deletes the link. */
    private void linkState() {
        try {
            Path task = Files.createDirectories(directory.resolve(NAME).resolve("0_0"));
            Path kept = Files.createDirectories(directory.resolve("kept"));
            Files.createSymbolicLink(task.resolve("rocksdb"), kept.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As after a kill between two transactions: memory is gone, state is what was committed. */
    void restarts() {
        driver.close();
        driver = start();
    }

    Instant now() {
        return now;
    }

    /** Time passes, and timers fire. */
    void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /** Puts a record in; null removes its key. */
    <V extends SpecificRecord> void pipe(Topic<V> topic, String key, @Nullable V value) {
        pipe(topic, key, value, new RecordHeaders());
    }

    <V extends SpecificRecord> void pipe(Topic<V> topic, String key, @Nullable V value, Headers headers) {
        driver.createInputTopic(
                        topic.name(),
                        new StringSerializer(),
                        serdes.value(topic).serializer())
                .pipeInput(new TestRecord<>(key, value, headers, now));
    }

    /** What has come out since it was read last. */
    <V extends SpecificRecord> List<V> values(Topic<V> topic) {
        return driver.createOutputTopic(
                        topic.name(),
                        new StringDeserializer(),
                        serdes.value(topic).deserializer())
                .readValuesToList();
    }

    /** The dead letters of a topic since they were read last. */
    List<TestRecord<byte[], byte[]>> deadLetters(Topic<?> topic) {
        return driver.createOutputTopic(topic.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    @Override
    public void close() {
        driver.close();
        try {
            Utils.delete(directory.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
