package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetterRetention;

/** Bulk goes at its pace, and shares no application with what somebody waits for. */
class PaceTest {

    private long now;

    private final Pace pace = new Pace(100, () -> now);

    /** Time goes on until the wait is over. */
    private Duration waits() {
        Duration waited = pace.toWait();
        now += waited.toNanos();
        return waited;
    }

    @Test
    void whoComesTooEarlyWaits() {
        now += Duration.ofHours(1).toNanos();

        Duration all = Duration.ZERO;
        for (int recipient = 0; recipient < 1000; recipient++) {
            all = all.plus(waits());
            pace.take(1);
        }

        // Idleness is not saved up, but for a moment's worth.
        assertThat(all).isBetween(Duration.ofMillis(9_900), Duration.ofSeconds(10));
    }

    @Test
    void whoComesInTimeDoesNotWait() {
        for (int recipient = 0; recipient < 100; recipient++) {
            now += Duration.ofMillis(10).toNanos();
            assertThat(waits()).isZero();
            pace.take(1);
        }
    }

    @Test
    void manyAtOnceAreWaitedForByThoseWhoFollow() {
        pace.take(500);

        assertThat(waits()).isBetween(Duration.ofMillis(4_900), Duration.ofSeconds(5));
        assertThat(waits()).isZero();
    }

    @Test
    void bulkIsAnApplicationOfItsOwn() {
        String prompt = described(RouterPart.PROMPT);
        String bulk = described(RouterPart.BULK);

        assertThat(prompt)
                .contains("messages.express", "messages.normal", "registry-commands")
                .doesNotContain("messages.bulk]");
        assertThat(bulk)
                .contains("pace-bulk", "messages.bulk]")
                .doesNotContain("messages.express", "registry-commands");
    }

    private static String described(RouterPart part) {
        Topology topology = RouterTopology.build(
                Set.of(part),
                RouterConfig.defaults(),
                DeadLetterRetention.DEFAULT,
                AvroSerdes.inMemory(),
                new RouterMetrics(new SimpleMeterRegistry()),
                new Pace(1, () -> 0));
        return topology.describe().toString();
    }
}
