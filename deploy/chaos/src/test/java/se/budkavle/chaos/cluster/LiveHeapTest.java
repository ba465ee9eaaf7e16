package se.budkavle.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveHeapTest {

    private static final int HELD = 32 << 20;

    private final List<byte[]> held = new ArrayList<>();

    @Test
    void countsWhatIsHeldAndNotWhatIsLetGo() throws Exception {
        held.add(new byte[HELD]);
        long with = LiveHeap.of(ProcessHandle.current().pid());
        held.clear();

        assertThat(with - LiveHeap.of(ProcessHandle.current().pid())).isGreaterThan(HELD / 2);
    }

    @Test
    void aProcessThatHasEndedIsNamed() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();

        assertThatIOException()
                .isThrownBy(() -> LiveHeap.of(ended.pid()))
                .withMessageContaining(Long.toString(ended.pid()));
    }
}
