package se.budkavle.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.KafkaSettings;

/** How much may be under way; a producer is there, and has nothing to send. */
class OutletTest {

    private final Map<Company, Outlet> outlets = new EnumMap<>(Company.class);

    @BeforeEach
    void open() {
        var kafka = new KafkaSettings("localhost:1", "http://localhost:1", Map.of());
        var settings = new SenderSettings(Duration.ofSeconds(30), 2, 4 << 20, Duration.ofMillis(5));
        for (var company : Company.values()) {
            outlets.put(company, new Outlet(kafka, settings, company));
        }
    }

    @AfterEach
    void close() {
        outlets.values().forEach(outlet -> outlet.close(Duration.ZERO));
    }

    @Test
    void whoComesAloneIsRefusedWhereThereIsNoRoom() {
        var alone = outlets.get(Company.ALONE);

        assertThat(alone.enter(2)).isTrue();
        assertThat(alone.enter(1)).isFalse();

        alone.leave(1);
        assertThat(alone.enter(1)).isTrue();
    }

    @Test
    void batchesRefuseNobodyWhoComesAlone() {
        assertThat(outlets.get(Company.AMONG_OTHERS).enter(2)).isTrue();

        assertThat(outlets.get(Company.ALONE).enter(2)).isTrue();
    }

    @Test
    void whoIsAmongOthersWaitsForRoom() throws Exception {
        var batches = outlets.get(Company.AMONG_OTHERS);
        assertThat(batches.enter(2)).isTrue();
        var entering = new FutureTask<>(() -> batches.enter(1));
        var thread = Thread.ofPlatform().daemon().start(entering);
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);

        batches.leave(1);

        assertThat(entering.get()).isTrue();
    }
}
