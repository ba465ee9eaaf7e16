package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static se.budkavle.notifier.views.ViewsRig.INERA;
import static se.budkavle.notifier.views.ViewsRig.NOW;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.BookKeeper;
import se.budkavle.schemas.avro.MessageKind;

/** What came in, and the books of those who own deliveries. */
class IntakeStoreTest {

    private ViewsRig views;

    @BeforeEach
    void start(@TempDir Path state) {
        views = new ViewsRig(state);
    }

    @AfterEach
    void stop() {
        views.close();
    }

    @Test
    void whatComesInIsCountedByItsHeadersAlone() {
        accept("messages.normal", MessageKind.MESSAGE, 3, null);
        accept("messages.bulk", MessageKind.MESSAGE, 1, null);
        accept("messages.normal", MessageKind.CANCELLATION, 3, null);
        accept("messages.normal", MessageKind.MESSAGE, 1, RecordHeaders.DEAD_LETTER_ID);
        accept("messages.normal", MessageKind.MESSAGE, 1, RecordHeaders.REPLAY);

        assertThat(intake()).containsExactly(entry(INERA, new Intake(2, 4)));
    }

    @Test
    void whatIsReadAgainIsNotCountedAgain() {
        IntakeStore counts = new IntakeStore(views.serdes);
        counts.count(views.store(IntakeStore.NAME), "messages.normal", 0, INERA, 0, 2);
        counts.count(views.store(IntakeStore.NAME), "messages.normal", 0, INERA, 7, 2);
        counts.count(views.store(IntakeStore.NAME), "messages.normal", 0, INERA, 0, 2);
        counts.count(views.store(IntakeStore.NAME), "messages.normal", 0, INERA, 7, 2);
        counts.count(views.store(IntakeStore.NAME), "messages.normal", 1, INERA, 0, 2);

        assertThat(intake()).containsExactly(entry(INERA, new Intake(3, 6)));
    }

    @Test
    void whatTheOwnersCountIsKeptWhole() {
        TestInputTopic<String, Balance> balances = views.input(Topics.BALANCES);
        Balance balance = Balance.newBuilder()
                .setKeeper(BookKeeper.MAILBOX)
                .setPart("0")
                .setOrganisation(INERA)
                .setCounts(Map.of("received", 2L))
                .setAt(NOW)
                .build();

        balances.pipeInput("MAILBOX/0/" + INERA, balance);
        balances.pipeInput("MAILBOX/1/" + INERA, balance);
        balances.pipeInput("MAILBOX/1/" + INERA, null);

        KeyValueStore<String, Balance> kept = views.global(ViewsTopology.BALANCES);
        assertThat(kept.get("MAILBOX/0/" + INERA)).isEqualTo(balance);
        assertThat(kept.get("MAILBOX/1/" + INERA)).isNull();
    }

    private void accept(String topic, MessageKind kind, int recipients, @Nullable String marked) {
        var headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        RecordHeaders.put(headers, RecordHeaders.KIND, kind.name());
        RecordHeaders.put(headers, RecordHeaders.ORGANISATION, INERA);
        RecordHeaders.put(headers, RecordHeaders.RECIPIENTS, Integer.toString(recipients));
        if (marked != null) {
            RecordHeaders.put(headers, marked, "1");
        }
        views.put(topic, headers, NOW);
    }

    private Map<String, Intake> intake() {
        Map<String, Intake> sum = new HashMap<>();
        new IntakeStore(views.serdes).addTo(sum, views.store(IntakeStore.NAME));
        return sum;
    }
}
