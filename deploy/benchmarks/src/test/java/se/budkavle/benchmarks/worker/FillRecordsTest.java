package se.budkavle.benchmarks.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import se.budkavle.benchmarks.http.Mark;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.filter.EventFilters;

class FillRecordsTest {

    private static final String OWNER = "0203:a.se";

    private static FillRecords.Made second(Fill.What what) {
        return new FillRecords(what, 7).record(1, 0);
    }

    @Test
    void messagesTakeTurnsAtTheirRecipients() {
        var message = (Message)
                second(new Fill.Messages(OWNER, "s:" + OWNER, List.of(List.of("a"), List.of("b", "c")), 2, 1024))
                        .value();

        assertThat(message.getRecipients()).containsExactly("b", "c");
        assertThat(message.getContent().remaining()).isEqualTo(1024);
    }

    @Test
    void notificationsCarryTheirMark() {
        var made = second(new Fill.Notifications(OWNER, List.of("one"), 2, 512));
        ByteBuffer buffer = Objects.requireNonNull(((Notification) made.value()).getData());
        byte[] data = new byte[buffer.remaining()];
        buffer.duplicate().get(data);
        List<Mark> marks = new ArrayList<>();

        Mark.find(data, 0, data.length, marks::add);

        assertThat(made.key()).isEqualTo("one");
        assertThat(marks).containsExactly(new Mark(7, 1, 0, 0));
    }

    @Test
    void aSubscriptionWantsTheEventOfItsNumber() {
        var subscription = (Subscription)
                second(new Fill.Subscriptions(OWNER, "t", 0, false)).value();
        var event = (Event) second(new Fill.Events(OWNER, List.of("t"), 2, 512)).value();
        var filters = (EventFilters.Valid) EventFilters.parse(subscription.getFilters());

        assertThat(filters.filters().matches(name -> name.equals("subject") ? event.getSubject() : null))
                .isTrue();
        assertThat(filters.filters().matches(_ -> "subject-2")).isFalse();
    }

    @Test
    void aSubscriptionThatIsGoneHasNoValue() {
        assertThat(second(new Fill.Subscriptions(OWNER, "t", 0, true)).value()).isNull();
    }

    @Test
    void addressesAreNumberedFromWhereOthersEnded() {
        var made = second(new Fill.Addresses("a", OWNER, 1_000));

        assertThat(made.key()).isEqualTo(Fill.Addresses.address("a", OWNER, 1_001));
        assertThat(((Address) made.value()).getOrganisation()).isEqualTo(OWNER);
    }
}
