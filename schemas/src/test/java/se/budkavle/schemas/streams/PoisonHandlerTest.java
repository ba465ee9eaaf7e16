package se.budkavle.schemas.streams;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.Samples;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Message;

class PoisonHandlerTest {

    private static final String IN = Topics.MESSAGES_NORMAL.name();

    private final List<String> told = new ArrayList<>();
    private final Serde<Message> serde = AvroSerdes.inMemory().value(Topics.MESSAGES_NORMAL);

    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> in;
    private TestOutputTopic<String, byte[]> out;
    private TestOutputTopic<String, byte[]> deadLetters;

    @BeforeEach
    void start(@TempDir Path directory) {
        driver = new TopologyTestDriver(topology(), properties(directory));
        in = driver.createInputTopic(IN, new StringSerializer(), new ByteArraySerializer());
        out = driver.createOutputTopic("out", new StringDeserializer(), new ByteArrayDeserializer());
        deadLetters = driver.createOutputTopic(IN + ".dlq", new StringDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void anUnreadableRecordIsSetAsideAsItWasAndTheNextGoesThrough() {
        byte[] poison = {9, 9, 9};

        in.pipeInput("c-1", poison);
        in.pipeInput("c-2", serde.serializer().serialize(IN, Samples.message()));

        TestRecord<String, byte[]> deadLetter = deadLetters.readRecord();
        assertThat(deadLetter.key()).isEqualTo("c-1");
        assertThat(deadLetter.value()).isEqualTo(poison);
        assertThat(requireNonNull(DeadLetter.from(deadLetter.headers())))
                .returns(Reason.UNDECODABLE, DeadLetter::reason)
                .returns(0L, DeadLetter::sourceOffset);
        assertThat(out.readKeyValuesToList()).hasSize(1);
        assertThat(told).containsExactly(IN + " undecodable");
    }

    @Test
    void aRecordThatBreaksTheProcessorIsSetAsideWithItsBytes() {
        Message breaking =
                Message.newBuilder(Samples.message()).setType("break").build();
        byte[] bytes = serde.serializer().serialize(IN, breaking);

        in.pipeInput("c-1", bytes);
        in.pipeInput("c-2", serde.serializer().serialize(IN, Samples.message()));

        TestRecord<String, byte[]> deadLetter = deadLetters.readRecord();
        assertThat(deadLetter.value()).isEqualTo(bytes);
        assertThat(requireNonNull(DeadLetter.from(deadLetter.headers())).reason())
                .isEqualTo(Reason.PROCESSING_FAILED);
        assertThat(out.readKeyValuesToList()).hasSize(1);
        assertThat(told).containsExactly(IN + " processing-failed");
    }

    @Test
    void aRecordWithoutAValueIsARecordToo() {
        in.pipeInput("c-1", null);
        in.pipeInput("c-2", serde.serializer().serialize(IN, Samples.message()));

        assertThat(requireNonNull(DeadLetter.from(deadLetters.readRecord().headers()))
                        .reason())
                .isEqualTo(Reason.PROCESSING_FAILED);
        assertThat(out.readKeyValuesToList()).hasSize(1);
    }

    private Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        IN,
                        Consumed.with(Topics.MESSAGES_NORMAL.keySerde(), serde).withName("source"))
                .mapValues(PoisonHandlerTest::process, Named.as("process"))
                .to(
                        "out",
                        Produced.with(Topics.MESSAGES_NORMAL.keySerde(), serde).withName("sink"));
        return builder.build();
    }

    private static Message process(Message message) {
        if (message.getType().equals("break")) {
            throw new IllegalStateException(Samples.CANARY);
        }
        return message;
    }

    private Properties properties(Path directory) {
        Properties properties = new StreamsSettings("test", "test-1", directory, null, 1, 0, 1, 20, 10, 16_000_000)
                .exactlyOnce(
                        new KafkaSettings("unused:1", "http://unused", Map.of()),
                        (topic, reason) -> told.add(topic + " " + reason.code()));
        properties.remove(StreamsConfig.PROCESSING_GUARANTEE_CONFIG);
        return properties;
    }
}
