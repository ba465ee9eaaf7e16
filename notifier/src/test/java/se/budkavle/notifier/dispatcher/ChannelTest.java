package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.AttemptConsequence;
import se.budkavle.schemas.avro.AttemptOutcome;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.Ordering;

/** What goes to topics, what is pulled and what is replayed, in virtual time. */
class ChannelTest {

    @TempDir
    Path state;

    private DispatcherRig rig;

    @BeforeEach
    void start() {
        rig = new DispatcherRig(state);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whatWasWrittenToASubscribersTopicIsSettled() {
        rig.registered(Samples.subscription("t").setChannel(ChannelKind.TOPIC).setUrl(null));
        rig.notified("t", "x", "n0");
        rig.pusher.only().result().complete(new AttemptResult.Written());
        rig.tick();

        assertThat(rig.attempts.readValue()).satisfies(attempt -> {
            assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
            assertThat(attempt.getConsequence()).isEqualTo(AttemptConsequence.SETTLED);
            assertThat(attempt.getHttpStatus()).isNull();
        });
        assertThat(rig.pending()).isEmpty();
    }

    @Test
    void aTopicThatCannotBeWrittenClimbsTheLadder() {
        rig.registered(Samples.subscription("t").setChannel(ChannelKind.TOPIC).setUrl(null));
        rig.notified("t", "x", "n0");
        rig.pusher.only().result().complete(new AttemptResult.Failed("UnknownTopicOrPartitionException"));
        rig.tick();

        assertThat(rig.attempts.readValue()).satisfies(attempt -> {
            assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
            assertThat(attempt.getErrorClass()).isEqualTo("UnknownTopicOrPartitionException");
            assertThat(attempt.getConsequence()).isEqualTo(AttemptConsequence.RETRY);
        });
        rig.passes(Duration.ofSeconds(10));
        assertThat(rig.pusher.underWay()).containsExactly("n0");
    }

    @Test
    void whatIsPulledIsNeitherPushedNorPending() {
        rig.registered(Samples.subscription("p").setChannel(ChannelKind.PULL).setUrl(null));
        rig.notified("p", "x", "n0", "n1");

        assertThat(rig.pusher.count()).isZero();
        assertThat(rig.pending()).isEmpty();
        assertThat(rig.schedule()).isEmpty();
    }

    @Test
    void whatCameBeforeItWasKnownToBePulledIsTakenOut() {
        rig.notified("p", "x", "n0", "n1");
        assertThat(rig.pending()).hasSize(2);
        rig.registered(Samples.subscription("p").setChannel(ChannelKind.PULL).setUrl(null));
        rig.passes(Duration.ofSeconds(11));

        assertThat(rig.pusher.count()).isZero();
        assertThat(rig.pending()).isEmpty();
        assertThat(rig.schedule()).isEmpty();
        assertThat(rig.attempts.isEmpty()).isTrue();
        assertThat(rig.deadLetters.isEmpty()).isTrue();
    }

    @Test
    void aWishForAReplayIsNotPushed() {
        rig.registered(Samples.subscription("w"));
        rig.notified(Samples.notification("w", null, "n0").setKind(NotificationKind.REPLAY));

        assertThat(rig.pusher.count()).isZero();
        assertThat(rig.pending()).isEmpty();
    }

    @Test
    void whatIsNewDoesNotWaitForWhatIsReplayed() {
        rig.registered(Samples.subscription("w").setOrdering(Ordering.STRICT));
        rig.notified(Samples.notification("w", "x", "copy-0").setReplay(1).setReplayId("r"));
        rig.notified(Samples.notification("w", "x", "copy-1").setReplay(1).setReplayId("r"));
        rig.notified("w", "x", "new-0");

        assertThat(rig.pusher.underWay()).containsExactly("copy-0", "new-0");
    }

    @Test
    void whatAJobReplaysKeepsItsOrderAndEachNamesItsOwnDeadLetter() {
        rig.registered(Samples.subscription("w"));
        rig.notified(replayedBy("job", "n0", "dead-0"));
        rig.notified(replayedBy("job", "n1", "dead-1"));

        assertThat(rig.pusher.underWay()).containsExactly("n0");
        rig.answered(204);
        rig.answered(400);

        assertThat(rig.attempts.readValuesToList())
                .extracting(Attempt::getNotificationId, Attempt::getReplayId)
                .containsExactly(tuple("n0", "dead-0"), tuple("n1", "dead-1"));
        assertThat(RecordHeaders.get(rig.deadLetters.readRecord().headers(), RecordHeaders.DEAD_LETTER_ID))
                .isEqualTo("dead-1");
    }

    private static Notification.Builder replayedBy(String job, String id, String deadLetterId) {
        return Samples.notification("w", "x", id)
                .setReplay(1)
                .setReplayId(job)
                .setExtensions(Map.of(DeadLetter.REPLAYED_FROM, deadLetterId));
    }
}
