package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static se.budkavle.notifier.views.ViewsRig.EXPIRY;
import static se.budkavle.notifier.views.ViewsRig.NOW;
import static se.budkavle.notifier.views.ViewsRig.about;
import static se.budkavle.notifier.views.ViewsRig.accepted;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

/** How far each delivery is, and which are overdue. */
class DeliveryStatesTest {

    private ViewsRig views;
    private DeliveryStates states;

    @BeforeEach
    void start(@TempDir Path state) {
        views = new ViewsRig(state);
        states = new DeliveryStates(views.serdes);
    }

    @AfterEach
    void stop() {
        views.close();
    }

    @Test
    void everyRecipientsStateIsKeptAsItHappens() {
        views.tell(accepted("m", "one", "two"));
        views.tell(about("m", "one", MessageEventType.AVAILABLE, MessageStatus.AVAILABLE));
        views.tell(about("m", "two", MessageEventType.HELD, MessageStatus.HELD));
        views.tell(about("m", "one", MessageEventType.RETRIEVED, MessageStatus.RETRIEVED));
        views.tell(about("m", "one", MessageEventType.RECALL_REFUSED, MessageStatus.RETRIEVED));
        views.tell(about("m", "two", MessageEventType.CANCELLED, MessageStatus.CANCELLED));

        assertThat(statuses("m")).containsExactly(entry("one", "RETRIEVED"), entry("two", "CANCELLED"));
    }

    @Test
    void anEventAboutTheMessageIsAboutEveryRecipient() {
        views.tell(accepted("m", "one", "two"));
        views.tell(MessageEvent.newBuilder(about("m", "", MessageEventType.EXPIRED, MessageStatus.EXPIRED))
                .setRecipient(null)
                .build());

        assertThat(statuses("m").values()).containsExactly("EXPIRED", "EXPIRED");
    }

    @Test
    void whatIsOverdueIsListedUntilItsNextStepComes() {
        views.tell(accepted("m", "one", "two"));
        views.tell(accepted("n", "one"));
        views.tell(about("m", "one", MessageEventType.AVAILABLE, MessageStatus.AVAILABLE));

        assertThat(overdue(NOW)).isEmpty();
        assertThat(overdue(NOW.plusSeconds(1)))
                .extracting(OverdueItem::messageId, OverdueItem::recipient, OverdueItem::status, OverdueItem::due)
                .containsExactly(tuple("m", "two", "ACCEPTED", NOW), tuple("n", "one", "ACCEPTED", NOW));
        assertThat(overdue(EXPIRY.plusSeconds(1)))
                .extracting(OverdueItem::messageId, OverdueItem::recipient, OverdueItem::status)
                .containsExactly(
                        tuple("m", "two", "ACCEPTED"), tuple("n", "one", "ACCEPTED"), tuple("m", "one", "AVAILABLE"));

        views.tell(about("m", "one", MessageEventType.ACKNOWLEDGED, MessageStatus.ACKNOWLEDGED));
        views.tell(about("m", "two", MessageEventType.UNDELIVERABLE, MessageStatus.UNDELIVERABLE));
        assertThat(overdue(EXPIRY.plusSeconds(1)))
                .extracting(OverdueItem::messageId)
                .containsExactly("n");
    }

    @Test
    void aScheduledMessageIsOverdueAfterItsReleaseOnly() {
        Instant release = NOW.plus(Duration.ofDays(1));
        views.tell(accepted("m", "one"));
        views.tell(MessageEvent.newBuilder(about("m", "one", MessageEventType.SCHEDULED, MessageStatus.SCHEDULED))
                .setNextAt(release)
                .build());

        assertThat(overdue(release)).isEmpty();
        assertThat(overdue(release.plusMillis(1))).hasSize(1);
    }

    private Map<String, String> statuses(String messageId) {
        Map<String, String> statuses = new LinkedHashMap<>();
        states.of(views.store(TraceStore.NAME), messageId)
                .forEach((recipient, state) ->
                        statuses.put(recipient, state.getStatus().name()));
        return statuses;
    }

    private List<OverdueItem> overdue(Instant dueBefore) {
        return states.overdue(views.store(TraceStore.NAME), dueBefore, 100);
    }
}
