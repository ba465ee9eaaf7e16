package se.budkavle.benchmarks.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.benchmarks.http.Mark;

/** Two real processes, real connections: what one sends the other has, each at its time. */
@Timeout(60)
class WorkerTest {

    private static final String BODY = "{\"id\":\"" + Mark.BLANK + "\"}";
    private static final String REQUEST =
            "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;
    private static final List<String> JVM = List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @TempDir
    private Path directory;

    @Test
    void whatIsSentArrivesOnceAndInOrderInOpenAndInClosedLoop() {
        try (Worker driver = Worker.start("driver", directory, JVM);
                Worker receiver = Worker.start("receiver", directory, JVM)) {
            int port = (int) receiver.run(new Endpoint.Open()).counter("port");

            var open = driver.run(new HttpLoad("127.0.0.1", port, List.of(REQUEST, REQUEST), 1, 100, 0.5, 200));
            var arrived = receiver.run(new Task.Arrived(1, open.count(), 5_000));
            var closed = driver.run(new HttpLoad("127.0.0.1", port, List.of(REQUEST), 2, 0, 0.2, 200));

            assertThat(open.count()).isEqualTo(50);
            assertThat(open.counters()).isEmpty();
            assertThat(arrived.count()).isEqualTo(50);
            assertThat(arrived.counter("inversions")).isZero();
            assertThat(arrived.counter("duplicates")).isZero();
            assertThat(closed.count()).isPositive();
            assertThat(closed.latencies().getTotalCount()).isGreaterThanOrEqualTo(closed.count());
        }
    }

    @Test
    void whatFailsSaysSoAndTheWorkerGoesOn() {
        try (Worker worker = Worker.start("worker", directory, JVM)) {
            assertThatThrownBy(() -> worker.run(new HttpLoad("127.0.0.1", 1, List.of(REQUEST), 1, 0, 0.1, 200)))
                    .hasMessageContaining("ConnectException");

            assertThat(worker.run(new Task.Forget(1))).isEqualTo(Outcome.DONE);
        }
    }
}
