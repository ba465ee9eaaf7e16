package se.budkavle.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PinnedTopologiesTest {

    private static final String SOURCE = "assertThat(described).isEqualTo(\"\"\"\n"
            + "        Topologies:\n           Sub-topology: 0\n        \"\"\");\n"
            + "String other = \"\"\"\n    nothing of it\n    \"\"\";\n";

    @Test
    void itIsReadFromTheTestThatHoldsItFast() {
        assertThat(PinnedTopologies.blocks(SOURCE)).containsExactly("Topologies:\n   Sub-topology: 0");
    }

    @Test
    void everyApplicationOfThisCheckoutIsHeldFast() throws IOException {
        assertThat(PinnedTopologies.in(Path.of("../..").toRealPath()).keySet())
                .anyMatch(name -> name.endsWith("router-topology.txt"))
                .anyMatch(name -> name.endsWith("MailboxTopologyTest.java"))
                .anyMatch(name -> name.endsWith("ViewsTopologyTest.java"))
                .anyMatch(name -> name.endsWith("FeedTopologyTest.java"))
                .anyMatch(name -> name.endsWith("HealthTopologyTest.java"))
                .anyMatch(name -> name.endsWith("DispatcherTopologyTextTest.java"));
    }

    @Test
    void whatIsAnotherOrGoneIsAChange() {
        var earlier = Map.of("router", "1", "mailbox", "1", "feed", "1");

        assertThat(PinnedTopologies.changed(earlier, Map.of("router", "1", "mailbox", "2")))
                .containsExactlyInAnyOrder("mailbox", "feed");
    }

    @Test
    void whatIsNewIsNone() {
        assertThat(PinnedTopologies.changed(Map.of("router", "1"), Map.of("router", "1", "health", "1")))
                .isEmpty();
    }
}
