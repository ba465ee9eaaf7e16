package se.budkavle.router.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.NOW;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.avro.Event;

class NotificationsTest {

    private final Notifications notifications = new Notifications(Duration.ofDays(90));

    private String idOf(String owner, String source, String id) {
        var event = Event.newBuilder()
                .setId(id)
                .setSource(source)
                .setType("se.a.changed")
                .setOwner(owner)
                .setAcceptedAt(NOW)
                .build();
        return notifications.of(event, new Subscriber("s", "0203:b.se"), NOW).getNotificationId();
    }

    @Test
    void anEventIsItsPublishersSourceAndId() {
        var id = idOf("0203:a.se", "/roads", "1");

        assertThat(idOf("0203:a.se", "/roads", "1")).isEqualTo(id);
        assertThat(idOf("0203:a.se", "/roads", "2")).isNotEqualTo(id);
        assertThat(idOf("0203:a.se", "/rails", "1")).isNotEqualTo(id);
        assertThat(idOf("0203:c.se", "/roads", "1")).isNotEqualTo(id);
    }
}
