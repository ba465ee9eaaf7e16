package se.budkavle.router.topology;

import static se.budkavle.router.decision.Fixtures.address;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicAdmin;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.streams.StreamsApplication;
import se.budkavle.schemas.streams.StreamsSettings;

/**
 * How long a router takes to start beside a registry of many addresses, and what they cost in heap. Arguments: bootstrap
 * servers of a Kafka that is for this alone, number of addresses.
 */
final class AddressesBenchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long PAUSE_MILLIS = 20;
    private static final int ORGANISATIONS = 1_000;

    private AddressesBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        KafkaSettings kafka = new KafkaSettings(arguments[0], "http://unused", Map.of());
        int count = Integer.parseInt(arguments[1]);
        AvroSerdes serdes = AvroSerdes.inMemory();
        TopicAdmin.ensure(kafka, new TopicOptions(true, 1, null));
        report("start with none", kafka, serdes);
        fill(kafka, serdes, count);
        report("start with " + count, kafka, serdes);
        report("and again", kafka, serdes);
    }

    private static void fill(KafkaSettings kafka, AvroSerdes serdes, int count) {
        Map<String, Object> client = kafka.clientProperties();
        client.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        try (KafkaProducer<String, Address> producer = new KafkaProducer<>(
                client, new StringSerializer(), serdes.value(Topics.ADDRESSES).serializer())) {
            for (int i = 0; i < count; i++) {
                String organisation = "0203:organisation-%d.se".formatted(i % ORGANISATIONS);
                String address = "sdk:inkorg-%d:%s".formatted(i, organisation);
                var _ = producer.send(new ProducerRecord<>(
                        Topics.ADDRESSES.name(),
                        address,
                        address(address, organisation).build()));
            }
        }
    }

    private static void report(String what, KafkaSettings kafka, AvroSerdes serdes) throws Exception {
        Path state = Files.createTempDirectory("addresses");
        RouterMetrics metrics = new RouterMetrics(new SimpleMeterRegistry());
        StreamsSettings settings =
                new StreamsSettings("addresses-benchmark", "router-1", state, null, 1, 0, 1, 20, 10, 16 << 20);
        long began = System.nanoTime();
        try (StreamsApplication router = StreamsApplication.start(
                "router",
                RouterTopology.build(
                        RouterPart.ALL,
                        RouterConfig.defaults(),
                        DeadLetterRetention.DEFAULT,
                        serdes,
                        metrics,
                        new Pace(1, System::nanoTime)),
                settings.exactlyOnce(kafka, metrics))) {
            while (!router.isRunning()) {
                if (System.nanoTime() - began > PATIENCE.toNanos()) {
                    throw new IllegalStateException("not running within " + PATIENCE);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            System.gc();
            Runtime heap = Runtime.getRuntime();
            System.out.printf(
                    "%s: running after %.1f s, heap in use %d MB%n",
                    what, seconds, (heap.totalMemory() - heap.freeMemory()) >> 20);
        }
        Utils.delete(state.toFile());
    }
}
