package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static se.budkavle.notifier.views.ViewsRig.NOW;
import static se.budkavle.notifier.views.ViewsRig.SECRET;
import static se.budkavle.notifier.views.ViewsRig.attempt;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.TestInputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.AttemptConsequence;
import se.budkavle.schemas.avro.DeadLetterEntry;
import se.budkavle.schemas.avro.DeadLetterResolution;
import se.budkavle.schemas.avro.DeadLetterStatus;
import se.budkavle.schemas.avro.ReplayEnding;

/** Dead letters, what became of them, and when they go. */
class DeadLetterStoreTest {

    private ViewsRig views;
    private DeadLetterStore deadLetters;
    private TestInputTopic<String, DeadLetterResolution> resolutions;
    private TestInputTopic<String, Attempt> attempts;

    @BeforeEach
    void start(@TempDir Path state) {
        views = new ViewsRig(state);
        deadLetters = new DeadLetterStore(views.serdes);
        resolutions = views.input(Topics.DEAD_LETTER_RESOLUTIONS);
        attempts = views.input(Topics.DELIVERY_ATTEMPTS);
    }

    @AfterEach
    void stop() {
        views.close();
    }

    @Test
    void aDeadLetterTellsItsStoryAndNotItsContent() {
        die("d1", NOW);

        DeadLetterItem item = list(100).items().getFirst();

        assertThat(item.explanation()).isEqualTo(Reason.PUSH_FAILED.explanation());
        assertThat(item.status()).isEqualTo("OPEN");
        assertThat(views.valuesOf(DeadLetterStore.NAME)).noneMatch(value -> value.contains(SECRET));
    }

    @Test
    void aDeadLetterWithoutStoryIsListedByItsPlace() {
        views.put("notifications.dlq", new RecordHeaders(), NOW);

        assertThat(list(100).items())
                .singleElement()
                .returns("notifications", DeadLetterItem::topic)
                .returns("undecodable", DeadLetterItem::reason);
    }

    @Test
    void whatBecameOfADeadLetterIsShownWhicheverIsToldFirst() {
        die("d1", NOW);
        resolutions.pipeInput("d1", resolution("d1", DeadLetterStatus.REPLAYED));
        resolutions.pipeInput("d2", resolution("d2", DeadLetterStatus.DISCARDED));
        resolutions.pipeInput("d3", null);
        die("d2", NOW);
        die("d3", NOW);

        assertThat(status("d1")).isEqualTo(DeadLetterStatus.REPLAYED);
        assertThat(status("d2")).isEqualTo(DeadLetterStatus.DISCARDED);
        assertThat(status("d3")).isEqualTo(DeadLetterStatus.OPEN);
    }

    @Test
    void theNewestDeadLettersComeFirstAndPagesMeet() {
        for (int i = 1; i <= 5; i++) {
            die("d" + i, NOW.plusSeconds(i));
            die("d" + i, NOW.plusSeconds(i));
        }

        Slice<DeadLetterItem> first = list(3);
        Slice<DeadLetterItem> second =
                deadLetters.list(views.store(DeadLetterStore.NAME), first.next(), Instant.EPOCH, any -> true, 3, 100);

        assertThat(first.items()).extracting(DeadLetterItem::id).containsExactly("d5", "d4", "d3");
        assertThat(second.items()).extracting(DeadLetterItem::id).containsExactly("d2", "d1");
        assertThat(second.next()).isNull();
    }

    @Test
    void whatARunOfAJobBecameIsCountedWhicheverIsToldFirst() {
        resolutions.pipeInput("d1", ofJob("d1"));
        attempts.pipeInput("s", settled("d1"));
        attempts.pipeInput("s", settled("d2"));
        resolutions.pipeInput("d2", ofJob("d2"));
        die("d1", NOW);

        var store = views.store(DeadLetterStore.NAME);

        assertThat(deadLetters.ended(store, "job", ReplayEnding.SUCCEEDED)).isEqualTo(2);
        assertThat(deadLetters.ended(store, "job", ReplayEnding.FAILED_AGAIN)).isZero();
        assertThat(list(1).items().getFirst().outcome()).isEqualTo("SUCCEEDED");
    }

    @Test
    void deadLettersGoWhenTheirTimeIsOverAndWhatBecameOfThemWhenTheirOwnerHasForgottenIt() {
        die("open", NOW);
        for (int i = 1; i <= 5; i++) {
            die("d" + i, NOW.plusSeconds(i));
            resolutions.pipeInput("d" + i, ofJob("d" + i));
            attempts.pipeInput("s", settled("d" + i));
        }
        Instant later = NOW.plus(Duration.ofDays(10));
        die("later", later);
        resolutions.pipeInput(
                "later",
                DeadLetterResolution.newBuilder(ofJob("later")).setAt(later).build());

        views.pass(DeadLetterRetention.DEFAULT.time());
        assertThat(list(100).items())
                .extracting(DeadLetterItem::id, DeadLetterItem::status)
                .containsExactly(tuple("later", "REPLAYED"));
        // The job is shown for as long after its end.
        assertThat(deadLetters.ended(views.store(DeadLetterStore.NAME), "job", ReplayEnding.SUCCEEDED))
                .isEqualTo(5);

        views.pass(DeadLetterRetention.DEFAULT.remembered().minus(DeadLetterRetention.DEFAULT.time()));
        assertThat(list(100).items()).isEmpty();
        assertThat(views.keysOf(DeadLetterStore.NAME)).containsExactly("rlater");
        assertThat(deadLetters.ended(views.store(DeadLetterStore.NAME), "job", ReplayEnding.SUCCEEDED))
                .isZero();

        views.pass(Duration.ofDays(10));
        assertThat(views.keysOf(DeadLetterStore.NAME)).isEmpty();
    }

    @Test
    void aPageEndsWhenEnoughWasLookedAt() {
        for (int i = 1; i <= 5; i++) {
            die("d" + i, NOW.plusSeconds(i));
        }

        Slice<DeadLetterItem> page = deadLetters.list(
                views.store(DeadLetterStore.NAME),
                null,
                Instant.EPOCH,
                item -> item.id().equals("d1"),
                10,
                3);

        assertThat(page.items()).isEmpty();
        assertThat(page.next()).isEqualTo(Position.of(NOW.plusSeconds(3), "notifications", 0, 7, "d3"));
    }

    @Test
    void aDeadLetterThatTheBackboneReleasedOrLetExpireSaysSo() {
        die("released", NOW);
        die("expired", NOW);
        resolutions.pipeInput(
                "released",
                DeadLetterResolution.newBuilder(resolution("released", DeadLetterStatus.REPLAYED))
                        .setActorKind(ActorKind.BACKBONE)
                        .build());
        resolutions.pipeInput("expired", resolution("expired", DeadLetterStatus.EXPIRED));

        assertThat(list(100).items())
                .extracting(DeadLetterItem::id, DeadLetterItem::status)
                .containsExactlyInAnyOrder(tuple("released", "REPLAYED"), tuple("expired", "EXPIRED"));
    }

    private Slice<DeadLetterItem> list(int limit) {
        return deadLetters.list(views.store(DeadLetterStore.NAME), null, Instant.EPOCH, any -> true, limit, 100);
    }

    private DeadLetterStatus status(String id) {
        DeadLetterEntry entry = deadLetters.find(views.store(DeadLetterStore.NAME), id);
        return entry.getStatus();
    }

    private void die(String id, Instant failedAt) {
        RecordHeaders headers = new RecordHeaders();
        new DeadLetter(
                        id,
                        "notifications",
                        0,
                        7,
                        Reason.PUSH_FAILED,
                        "m",
                        null,
                        "s",
                        "0203:digg.se",
                        failedAt,
                        failedAt,
                        11,
                        0)
                .writeTo(headers);
        views.put("notifications.dlq", headers, failedAt);
    }

    private static DeadLetterResolution resolution(String id, DeadLetterStatus status) {
        return DeadLetterResolution.newBuilder()
                .setDeadLetterId(id)
                .setStatus(status)
                .setReplays(1)
                .setOrganisation("0203:digg.se")
                .setAt(NOW)
                .build();
    }

    private static DeadLetterResolution ofJob(String id) {
        return DeadLetterResolution.newBuilder(resolution(id, DeadLetterStatus.REPLAYED))
                .setReplayJobId("job")
                .build();
    }

    private static Attempt settled(String replayId) {
        return Attempt.newBuilder(attempt(1))
                .setConsequence(AttemptConsequence.SETTLED)
                .setReplayId(replayId)
                .build();
    }
}
