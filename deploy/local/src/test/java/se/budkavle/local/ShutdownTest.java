package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import se.budkavle.local.Shutdown.Stage;

class ShutdownTest {

    /** Long: a busy machine may need half a second to start a thread, which is all that the first stage has by default. */
    private final Shutdown shutdown = new Shutdown(Duration.ofMinutes(1));

    private final List<String> stopped = new CopyOnWriteArrayList<>();

    @Test
    void stagesStopInOrderWhateverTheOrderOfTheirStart() {
        add(Stage.DATA, "data");
        add(Stage.INFRASTRUCTURE, "broker");
        add(Stage.SERVICES, "gateway");
        add(Stage.CLIENTS, "clients");

        shutdown.run();

        assertThat(stopped).containsExactly("clients", "gateway", "broker", "data");
    }

    @Test
    @Timeout(10)
    void whatHangsHoldsUpNobody() {
        Shutdown soon = new Shutdown();
        soon.add(Stage.CLIENTS, "hangs", () -> new CountDownLatch(1).await());
        soon.add(Stage.DATA, "data", () -> stopped.add("data"));

        soon.run();

        assertThat(stopped).containsExactly("data");
    }

    @Test
    void whatFailsHoldsUpNobody() {
        shutdown.add(Stage.SERVICES, "fails", () -> {
            throw new IllegalStateException("on purpose");
        });
        add(Stage.DATA, "data");

        shutdown.run();

        assertThat(stopped).containsExactly("data");
    }

    @Test
    void whatComesUpTooLateIsStoppedAtOnce() {
        shutdown.run();

        assertThatThrownBy(() -> add(Stage.SERVICES, "late")).isInstanceOf(StartFailure.class);
        assertThat(stopped).containsExactly("late");
    }

    @Test
    void aSecondCallDoesNothing() {
        var calls = new AtomicInteger();
        shutdown.add(Stage.SERVICES, "service", calls::incrementAndGet);

        shutdown.run();
        shutdown.run();

        assertThat(calls).hasValue(1);
    }

    private void add(Stage stage, String name) {
        shutdown.add(stage, name, () -> stopped.add(name));
    }
}
