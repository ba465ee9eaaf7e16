package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPortsTest {

    @Test
    void findsDifferentFreePorts() {
        LocalPorts ports = LocalPorts.from(0);

        assertThat(Set.of(
                        ports.gateway(),
                        ports.router(),
                        ports.notifier(),
                        ports.registry(),
                        ports.broker(),
                        ports.controller()))
                .hasSize(6)
                .allMatch(LocalPorts::isFree);
    }

    /** Or what is chosen first may be taken by what is started second. */
    @Test
    void handsOutNoneTwiceWithinAHundred() {
        assertThat(IntStream.range(0, 100).map(_ -> LocalPorts.free())).doesNotHaveDuplicates();
    }

    @Test
    void takesFivePortsInARow() {
        int base = freeRow();

        LocalPorts ports = LocalPorts.from(base);

        assertThat(ports)
                .extracting(
                        LocalPorts::gateway,
                        LocalPorts::router,
                        LocalPorts::notifier,
                        LocalPorts::registry,
                        LocalPorts::broker)
                .containsExactly(base, base + 1, base + 2, base + 3, base + 4);
    }

    @Test
    void namesThePortThatIsTakenAndTheOption() throws IOException {
        int base = freeRow();
        try (var taken = new ServerSocket(base + 3, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalPorts.from(base))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("Port %d, for the schema registry, is taken", taken.getLocalPort())
                    .hasMessageContaining("--port");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_532, 70_000})
    void refusesPortsThatDoNotExist(int base) {
        assertThatThrownBy(() -> LocalPorts.from(base))
                .isInstanceOf(StartFailure.class)
                .hasMessage("--port must be 0 (any free ports) or lie between 1 and 65531, not " + base + ".");
    }

    private static int freeRow() {
        while (true) {
            int base = LocalPorts.free();
            if (IntStream.range(base, base + LocalPorts.IN_A_ROW).allMatch(LocalPorts::isFree)) {
                return base;
            }
        }
    }
}
