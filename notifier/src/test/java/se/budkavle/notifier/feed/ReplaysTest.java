package se.budkavle.notifier.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.feed.FeedRig.COPIES_A_TICK;
import static se.budkavle.notifier.feed.FeedRig.LIFETIME;
import static se.budkavle.notifier.feed.FeedRig.TICK;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.FeedEntry;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.NotificationKind;

class ReplaysTest {

    private static final String A = "subscription-a";
    private static final String B = "subscription-b";
    private static final String R = "replay-1";
    private static final int PER_SECOND = COPIES_A_TICK * 10;

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
    void everythingBeforeTheRequestIsSentOnceMore() {
        events(A, 5);
        rig.event(B, "of another");
        rig.replayAll(A, R);
        rig.event(A, "after the request");

        List<Notification> copies = rig.drain();

        assertThat(copies).extracting(Notification::getEventId).containsExactly("0", "1", "2", "3", "4");
        assertThat(rig.steps).containsExactly(ReplayStep.BEGUN, ReplayStep.DONE);
    }

    @Test
    void aCopyIsMarkedAndHasAnIdOfItsOwn() {
        Notification original = rig.notification(A, "1")
                .setExtensions(Map.of(DeadLetter.REPLAYED_FROM, "dead-letter"))
                .build();
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        rig.write(original, trace);
        rig.replayAll(A, R);
        rig.advance(TICK);

        var record = rig.copies.readRecord();

        Notification copy = record.value();
        assertThat(record.key()).isEqualTo(A);
        assertThat(RecordHeaders.get(record.headers(), RecordHeaders.REPLAY)).isEqualTo("1");
        assertThat(RecordHeaders.get(record.headers(), RecordHeaders.TRACEPARENT))
                .isEqualTo(trace);
        assertThat(copy.getNotificationId()).isEqualTo(Ids.derived("replay", A, "1", R));
        assertThat(copy.getReplay()).isOne();
        assertThat(copy.getReplayId()).isEqualTo(R);
        assertThat(copy.getExtensions()).doesNotContainKey(DeadLetter.REPLAYED_FROM);
        assertThat(copy.getSequence()).isNull();
        assertThat(copy.getCreatedAt()).isEqualTo(rig.now());
        assertThat(copy.getExpiresAt()).isEqualTo(rig.now().plus(LIFETIME));
        assertThat(Notification.newBuilder(copy)
                        .setNotificationId(original.getNotificationId())
                        .setReplay(0)
                        .setReplayId(null)
                        .setCreatedAt(original.getCreatedAt())
                        .setExpiresAt(original.getExpiresAt())
                        .setExtensions(original.getExtensions())
                        .build())
                .isEqualTo(original);
    }

    @Test
    void copiesAreNotShownInTheFeed() {
        events(A, 3);
        rig.replayAll(A, R);

        rig.drain();

        assertThat(rig.ids(A)).containsExactly("0", "1", "2");
    }

    @Test
    void aReplayOfATimeIsOfThatTime() {
        List<Instant> times = new ArrayList<>();
        for (int n = 0; n < 50; n++) {
            rig.event(n % 3 == 0 ? B : A, Integer.toString(n));
            times.add(rig.now());
            rig.advance(Duration.ofMinutes(1));
        }
        rig.replay(A, R, "{\"from\":\"%s\",\"to\":\"%s\",\"after\":null}".formatted(times.get(20), times.get(25)));

        assertThat(rig.drain()).extracting(Notification::getEventId).containsExactly("20", "22", "23");
    }

    @Test
    void clocksThatDifferDoNotLeaveAnythingOut() {
        Instant from = rig.now();
        rig.event(A, "in time");
        rig.write(rig.notification(A, "by a slow clock")
                .setCreatedAt(from.minus(ReplayRange.CLOCKS_DIFFER).plusSeconds(1))
                .build());
        rig.event(A, "in time again");
        rig.replay(A, R, "{\"from\":\"%s\"}".formatted(from));

        assertThat(rig.drain()).extracting(Notification::getEventId).containsExactly("in time", "in time again");
    }

    @Test
    void aReplayGoesOnAfterACursor() {
        rig.event(A, "1");
        long second = rig.event(A, "2");
        rig.event(A, "3");
        rig.replay(A, R, "{\"after\":\"%019d\"}".formatted(second));

        assertThat(rig.drain()).extracting(Notification::getEventId).containsExactly("3");
    }

    @Test
    void aReplayOfNothingIsDone() {
        rig.replayAll(A, R);

        assertThat(rig.drain()).isEmpty();
        assertThat(rig.steps).containsExactly(ReplayStep.BEGUN, ReplayStep.DONE);
    }

    @Test
    void aTickSendsNoMoreThanItMay() {
        events(A, COPIES_A_TICK + 1);
        rig.replayAll(A, R);

        rig.advance(TICK);
        assertThat(rig.copies.readValuesToList()).hasSize(COPIES_A_TICK);
        rig.advance(TICK);
        assertThat(rig.copies.readValuesToList()).hasSize(1);
    }

    @Test
    void subscriptionsTakeTurnsAndAskOneByOne() {
        events(A, 2 * COPIES_A_TICK);
        events(B, COPIES_A_TICK);
        rig.replayAll(A, "first");
        rig.replayAll(A, "second");
        rig.replayAll(B, "of another");

        assertThat(rig.drain().stream().map(Notification::getReplayId).distinct())
                .containsExactly("first", "of another", "second");
    }

    @Test
    void whatIsNotDoneInTimeEnds() {
        events(A, 1);
        rig.write(rig.notification(A, "request")
                .setKind(NotificationKind.REPLAY)
                .setReplayId(R)
                .setData(FeedRig.bytes("{}"))
                .setExpiresAt(rig.now())
                .build());

        assertThat(rig.drain()).isEmpty();
        assertThat(rig.steps).containsExactly(ReplayStep.BEGUN, ReplayStep.EXPIRED);
    }

    @Test
    void aRestartGoesOnWhereItWas() {
        events(A, 5);
        rig.replayAll(A, R);
        rig.advance(TICK);
        rig.advance(TICK);
        List<Notification> before = rig.copies.readValuesToList();

        rig = rig.restarted();
        List<Notification> after = rig.drain();

        assertThat(before).isNotEmpty();
        assertThat(after).isNotEmpty().hasSizeLessThan(5);
        assertThat(eventIds(before, after)).contains("0", "1", "2", "3", "4");
    }

    @Test
    void whatIsRepeatedAfterACrashHasTheSameIds() {
        events(A, 3);
        rig.replayAll(A, R);
        List<KeyValue<Bytes, byte[]>> atTheBeginning = rig.changelog();
        List<Notification> first = rig.drain();

        rig = rig.restarted(atTheBeginning);
        List<Notification> again = rig.drain();

        assertThat(again)
                .extracting(Notification::getNotificationId)
                .isEqualTo(first.stream().map(Notification::getNotificationId).toList());
    }

    @Test
    void whatWasNotReadBackIsNotDone() {
        events(A, COPIES_A_TICK);
        rig.replayAll(A, R);
        List<FeedEntry> sent = new ArrayList<>();
        Replays replays = new Replays(rig.store(), FeedListener.NONE, sent::add, PER_SECOND);

        replays.tick(rig.now());
        replays.tick(rig.now());
        assertThat(sent).hasSize(COPIES_A_TICK);
        assertThat(rig.store().replayAfter(null).replay().getDone()).isEqualTo(FeedReads.BEGINNING);

        replays.readBack(sent.getFirst().getNotification());
        replays.tick(rig.now());
        assertThat(rig.store().replayAfter(null).replay().getDone()).isZero();

        replays.readBack(sent.getLast().getNotification());
        replays.tick(rig.now());
        assertThat(rig.store().replayAfter(null)).isNull();
    }

    @Test
    void noMoreThanASecondsCopiesAreOnTheirWay() {
        events(A, 2 * PER_SECOND);
        rig.replayAll(A, R);
        List<FeedEntry> sent = new ArrayList<>();
        Replays replays = new Replays(rig.store(), FeedListener.NONE, sent::add, PER_SECOND);

        for (int n = 0; n < 2 * PER_SECOND; n++) {
            replays.tick(rig.now());
        }

        assertThat(sent).hasSize(PER_SECOND);
    }

    @Test
    void aRateOfOneASecondIsOneASecond() {
        assertThat(Replays.tick(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Replays.tick(1000)).isEqualTo(TICK);
    }

    private void events(String subscription, int number) {
        for (int n = 0; n < number; n++) {
            rig.event(subscription, Integer.toString(n));
        }
    }

    private static List<String> eventIds(List<Notification> some, List<Notification> more) {
        List<String> ids = new ArrayList<>();
        some.forEach(copy -> ids.add(copy.getEventId()));
        more.forEach(copy -> ids.add(copy.getEventId()));
        return ids;
    }
}
