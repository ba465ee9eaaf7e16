package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.views.ViewsRig.KEPT;
import static se.budkavle.notifier.views.ViewsRig.NOW;
import static se.budkavle.notifier.views.ViewsRig.SECRET;
import static se.budkavle.notifier.views.ViewsRig.attempt;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.TestInputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.AttemptOutcome;

/** Attempts to push, the newest of each subscription. */
class AttemptStoreTest {

    private ViewsRig views;
    private TestInputTopic<String, Attempt> attempts;

    @BeforeEach
    void start(@TempDir Path state) {
        views = new ViewsRig(state);
        attempts = views.input(Topics.DELIVERY_ATTEMPTS);
    }

    @AfterEach
    void stop() {
        views.close();
    }

    @Test
    void theNewestAttemptsAreKeptAndOldOnesLetGo() {
        for (int i = 1; i <= 100; i++) {
            attempts.pipeInput("s", attempt(i));
        }

        List<AttemptStore.Numbered> newest = newest("s");

        assertThat(newest).hasSizeBetween(KEPT, KEPT + 16);
        assertThat(newest.getFirst().attempt().getAttempt()).isEqualTo(100);
        assertThat(newest.getFirst().attempt().getResponseExcerpt()).isEqualTo(SECRET);
    }

    @Test
    void eachSubscriptionLetsGoOfItsOwn() {
        for (int i = 1; i <= 100; i++) {
            attempts.pipeInput("s", attempt(i));
            attempts.pipeInput("t", attempt(i));
        }

        assertThat(newest("s")).hasSizeBetween(KEPT, KEPT + 16);
        assertThat(newest("t")).hasSizeBetween(KEPT, KEPT + 16);
    }

    @Test
    void whatLayThereBeforeAStartIsLetGoToo() {
        byte[] earlier = views.serdes.state(Attempt.class).serializer().serialize(AttemptStore.NAME, attempt(0));
        for (int sequence = 1_000; sequence < 1_000 + KEPT + 20; sequence++) {
            views.store(AttemptStore.NAME).put(AttemptStore.key("s", sequence), earlier);
        }

        attempts.pipeInput("s", attempt(1));

        assertThat(newest("s"))
                .hasSize(KEPT)
                .extracting(AttemptStore.Numbered::sequence)
                .doesNotContain(0L);
    }

    /** After a crash what was not committed comes again, and the store may hold it already. */
    @Test
    void whatComesAgainIsNotCountedTwice() {
        byte[] earlier = views.serdes.state(Attempt.class).serializer().serialize(AttemptStore.NAME, attempt(0));
        for (int sequence = 0; sequence < KEPT + 10; sequence++) {
            views.store(AttemptStore.NAME).put(AttemptStore.key("s", sequence), earlier);
        }

        for (int i = 0; i < KEPT + 10; i++) {
            attempts.pipeInput("s", attempt(i));
        }

        assertThat(newest("s")).hasSize(KEPT + 10);
    }

    @Test
    void attemptsAreCountedByWhatTheyMet() {
        Attempt first = succeeded(NOW);
        Attempt second = succeeded(NOW.plusSeconds(1));

        assertThat(AttemptFigures.of("s", List.of())).isEqualTo(new AttemptFigures("s", 0, 0, null));
        assertThat(AttemptFigures.of("s", List.of(attempt(4), second, attempt(2), first)))
                .isEqualTo(new AttemptFigures("s", 4, 2, NOW.plusSeconds(1)));
    }

    private List<AttemptStore.Numbered> newest(String subscription) {
        return AttemptStore.list(
                views.store(AttemptStore.NAME),
                views.serdes.state(Attempt.class).deserializer(),
                subscription,
                Long.MAX_VALUE,
                1000);
    }

    private static Attempt succeeded(Instant at) {
        return Attempt.newBuilder(attempt(1))
                .setOutcome(AttemptOutcome.SUCCEEDED)
                .setAt(at)
                .build();
    }
}
