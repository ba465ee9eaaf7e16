package se.budkavle.notifier.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.feed.FeedRig.NOW;
import static se.budkavle.notifier.feed.FeedRig.SETTINGS;
import static se.budkavle.notifier.feed.FeedRig.SWEEP_BATCH;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.notifier.feed.FeedReads.Numbered;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.NotificationKind;

class FeedTopologyTest {

    private static final String A = "subscription-a";
    private static final String B = "subscription-b";
    private static final Duration A_DAY = Duration.ofDays(1);

    @TempDir
    private Path state;

    private FeedRig rig;

    @BeforeEach
    void start() {
        rig = new FeedRig(state);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void theTopologyIsWhatItWas() {
        // The store's name is data on Kafka: another name is another, empty one.
        assertThat(FeedTopology.build(AvroSerdes.inMemory(), SETTINGS, FeedListener.NONE)
                        .describe()
                        .toString()
                        .strip())
                .isEqualTo("""
                        Topologies:
                           Sub-topology: 0
                            Source: notifications (topics: [notifications])
                              --> feed
                            Processor: feed (stores: [feed])
                              --> copies
                              <-- notifications
                            Sink: copies (topic: notifications)
                              <-- feed""");
    }

    @Test
    void aSubscriptionsNotificationsAreListedInOrderAndToldOf() {
        rig.event(A, "1");
        rig.event(B, "2");
        rig.event(A, "3");

        assertThat(rig.ids(A)).containsExactly("1", "3");
        assertThat(rig.ids(B)).containsExactly("2");
        assertThat(rig.ids("subscription")).isEmpty();
        assertThat(rig.told).containsExactly(A, B, A);
    }

    @Test
    void aPageGoesOnAfterTheLastOne() {
        rig.event(A, "1");
        long second = rig.event(A, "2");
        rig.event(A, "3");

        assertThat(rig.reads().list(A, FeedReads.BEGINNING, 2, Long.MAX_VALUE))
                .extracting(FeedRig::id)
                .containsExactly("1", "2");
        assertThat(rig.reads().list(A, second, 2, Long.MAX_VALUE))
                .extracting(FeedRig::id)
                .containsExactly("3");
    }

    @Test
    void aPageEndsAtItsSizeButHasAnItem() {
        rig.event(A, "1");
        rig.event(A, "2");

        assertThat(rig.reads().list(A, FeedReads.BEGINNING, 10, 1))
                .extracting(FeedRig::id)
                .containsExactly("1");
    }

    @Test
    void anItemKnowsItsPlaceAndItsTrace() {
        rig.event(B, "0");
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        long offset = rig.write(rig.notification(A, "1").build(), trace);

        Numbered item = rig.reads().first(A, 0);

        assertThat(item.sequence()).isEqualTo(offset);
        assertThat(item.entry().getNotification().getSequence()).isEqualTo(offset);
        assertThat(item.entry().getTraceparent()).isEqualTo(trace);
    }

    @ParameterizedTest
    @EnumSource(
            value = NotificationKind.class,
            names = {"EVENT", "TEST"})
    void eventsAndTestsAreShown(NotificationKind kind) {
        rig.write(rig.notification(A, "1").setKind(kind).build());

        assertThat(rig.ids(A)).containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource(
            value = NotificationKind.class,
            names = {"UNKNOWN", "VERIFICATION"})
    void whatIsNotForTheSubscriberIsNotShown(NotificationKind kind) {
        rig.write(rig.notification(A, "1").setKind(kind).build());

        assertThat(rig.ids(A)).isEmpty();
        assertThat(rig.told).isEmpty();
    }

    @Test
    void aReplayOfADeadLetterIsNotShownTwice() {
        rig.event(A, "1");
        rig.write(rig.notification(A, "1 again")
                .setReplay(1)
                .setReplayId("dead-letter")
                .build());

        assertThat(rig.ids(A)).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"n\":", "", "1 2", "1}", "1, \"id\": 2"})
    void dataThatOnlyCallsItselfJsonIsSetAside(String data) {
        rig.write(rig.notification(A, "1").setData(FeedRig.bytes(data)).build());
        rig.event(A, "2");

        assertThat(rig.deadLetters.readRecordsToList()).hasSize(1);
        assertThat(rig.ids(A)).containsExactly("2");
    }

    @Test
    void aReplayRequestThatIsNoneIsSetAside() {
        rig.replay(A, "r", "{\"from\":\"yesterday\"}");
        rig.replay(A, "r", "{\"after\":\"here\"}");
        rig.replay(A, "r", "no JSON");

        assertThat(rig.deadLetters.readRecordsToList()).hasSize(3);
        assertThat(rig.steps).isEmpty();
    }

    @Test
    void whatIsOldIsDeletedInBatchesAndTheRestStays() {
        for (int n = 0; n < 2 * SWEEP_BATCH; n++) {
            rig.event(A, "old " + n);
        }
        long lastOld = rig.event(B, "old");
        rig.advance(A_DAY);
        rig.event(A, "young");
        rig.event(B, "young");

        rig.advance(SETTINGS.retention().minus(A_DAY));
        assertThat(rig.ids(A)).hasSize(2 * SWEEP_BATCH + 1);

        rig.advance(SETTINGS.sweepPause());
        assertThat(rig.ids(A)).hasSize(SWEEP_BATCH + 1);

        for (int tick = 0; tick < 3; tick++) {
            rig.advance(SETTINGS.sweepInterval());
        }
        assertThat(rig.ids(A)).containsExactly("young");
        assertThat(rig.ids(B)).containsExactly("young");
        assertThat(rig.reads().sweptUpTo(A)).isEqualTo(lastOld - 1);
        assertThat(rig.reads().sweptUpTo(B)).isEqualTo(lastOld);
    }

    @Test
    void nothingIsSweptBeforeItsTime() {
        rig.event(A, "1");

        rig.advance(SETTINGS.retention());

        assertThat(rig.ids(A)).containsExactly("1");
        assertThat(rig.reads().sweptUpTo(A)).isEqualTo(FeedReads.BEGINNING);
    }

    @Test
    void theFeedSurvivesARestart() {
        rig.event(A, "1");

        rig = rig.restarted();
        rig.event(A, "2");

        assertThat(rig.ids(A)).isEqualTo(List.of("1", "2"));
        assertThat(rig.now()).isEqualTo(NOW);
    }
}
