package se.budkavle.router.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.NOW;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.NotificationKind;

class NotificationsTest {

    private final Notifications notifications = new Notifications(Duration.ofDays(90));

    private String idOf(String owner, String source, String id) {
        return of(owner, source, id).getNotificationId();
    }

    private Notification of(String owner, String source, String id) {
        var event = Event.newBuilder()
                .setId(id)
                .setSource(source)
                .setType("se.a.changed")
                .setOwner(owner)
                .setAcceptedAt(NOW)
                .build();
        return notifications.of(event, new Subscriber("s", "0203:b.se"), NOW);
    }

    @Test
    void anEventIsItsPublishersSourceAndId() {
        var id = idOf("0203:a.se", "/roads", "1");

        assertThat(idOf("0203:a.se", "/roads", "1")).isEqualTo(id);
        assertThat(idOf("0203:a.se", "/roads", "2")).isNotEqualTo(id);
        assertThat(idOf("0203:a.se", "/rails", "1")).isNotEqualTo(id);
        assertThat(idOf("0203:c.se", "/roads", "1")).isNotEqualTo(id);
    }

    @Test
    void allOfAJobHaveItsIdAndNameTheirDeadLetter() {
        var original = notification(NotificationKind.EVENT);

        var replayed = notifications.replayed(original, 1, "dead-letter", "job", NOW);
        var again = notifications.replayed(replayed, 2, "its dead letter", null, NOW);

        assertThat(replayed.getReplayId()).isEqualTo("job");
        assertThat(replayed.getExtensions()).containsEntry(DeadLetter.REPLAYED_FROM, "dead-letter");
        assertThat(again.getReplayId()).isEqualTo("its dead letter");
        assertThat(again.getExtensions()).containsEntry(DeadLetter.REPLAYED_FROM, "its dead letter");
    }

    @Test
    void noTwoWishesForAPartOfTheFeedHaveTheSameId() {
        var replayed = notifications.replayed(notification(NotificationKind.REPLAY), 1, "dead-letter", "job", NOW);

        assertThat(replayed.getReplayId()).isEqualTo("dead-letter");
    }

    private Notification notification(NotificationKind kind) {
        return Notification.newBuilder(of("0203:a.se", "/roads", "1"))
                .setKind(kind)
                .build();
    }
}
