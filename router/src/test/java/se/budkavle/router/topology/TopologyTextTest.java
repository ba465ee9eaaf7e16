package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetterRetention;

/**
 * The topology as text. A renamed operator or store loses its state or its changelog: whoever changes this file on
 * purpose says what becomes of running installations.
 */
class TopologyTextTest {

    @Test
    void theTopologyIsThatOfTheFile() throws IOException {
        Topology topology = RouterTopology.build(
                RouterPart.ALL,
                RouterConfig.defaults(),
                DeadLetterRetention.DEFAULT,
                AvroSerdes.inMemory(),
                new RouterMetrics(new SimpleMeterRegistry()),
                new Pace(1, System::nanoTime));
        String text = sorted(topology.describe().toString());
        Path actual = Path.of("target", "router-topology.txt");
        Files.writeString(actual, text);
        try (var pinned = getClass().getResourceAsStream("/router-topology.txt")) {
            assertThat(pinned).as("src/test/resources/router-topology.txt").isNotNull();
            assertThat(text)
                    .as("differs from src/test/resources/router-topology.txt; the new one is in " + actual)
                    .isEqualTo(new String(pinned.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The description names neighbours and stores in the order of a hash set, which differs from run to run. */
    private static String sorted(String description) {
        return description
                .lines()
                .map(line -> {
                    Matcher names = Pattern.compile("( *(?:-->|<--) |.*\\(stores: \\[)(.*?)(]\\))?")
                            .matcher(line);
                    return names.matches()
                            ? names.group(1)
                                    + Stream.of(names.group(2).split(", "))
                                            .sorted()
                                            .collect(Collectors.joining(", "))
                                    + Objects.requireNonNullElse(names.group(3), "")
                            : line;
                })
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
