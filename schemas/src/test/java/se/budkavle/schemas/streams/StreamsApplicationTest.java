package se.budkavle.schemas.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.KafkaSettings;

class StreamsApplicationTest {

    private static final String NAME = "behind-others";

    @TempDir
    private Path directory;

    @Test
    void whatStandsBehindOthersHasTheLowestPriorityInAllItsThreads() {
        StreamsSettings settings = new StreamsSettings(NAME, "here", directory, null, 1, 0, 1, 100, 100, 1 << 20);
        Properties properties =
                settings.atLeastOnce(new KafkaSettings("localhost:1", "http://localhost:1", Map.of()), (_, _) -> {});
        Topology topology = new Topology().addSource("s", new StringDeserializer(), new StringDeserializer(), "topic");

        try (StreamsApplication _ = StreamsApplication.startBehind(NAME, topology, properties)) {
            List<Thread> its = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().contains(NAME))
                    .toList();

            assertThat(its).extracting(Thread::getName).anyMatch(name -> name.contains("StreamThread"));
            assertThat(its).extracting(Thread::getPriority).containsOnly(Thread.MIN_PRIORITY);
        }
        assertThat(Thread.currentThread().getPriority()).isEqualTo(Thread.NORM_PRIORITY);
    }
}
