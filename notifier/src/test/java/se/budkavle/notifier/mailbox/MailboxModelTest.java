package se.budkavle.notifier.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.mailbox.Fixtures.DIGG_INBOX;
import static se.budkavle.notifier.mailbox.Fixtures.INERA;
import static se.budkavle.notifier.mailbox.Fixtures.NOW;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.mailbox.MailboxReads.Listing;
import se.budkavle.schemas.avro.AcknowledgementOutcome;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.MailboxEntry;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

/**
 * Whatever comes in whatever order, over restarts: states follow the table of the public API and everybody is told the
 * same, every recipient ends exactly once, the inbox keeps its order, and the books balance after every step.
 */
class MailboxModelTest {

    private static final int MESSAGES = 4;
    private static final List<String> REQUESTED = List.of(DIGG_INBOX, "moved-1:0203:digg.se", "moved-2:0203:digg.se");

    /** The table of states of the public API, of those a mailbox knows. */
    private static final Map<MessageStatus, Set<MessageStatus>> MAY_FOLLOW = Map.of(
            MessageStatus.AVAILABLE,
            Set.of(
                    MessageStatus.RETRIEVED,
                    MessageStatus.ACKNOWLEDGED,
                    MessageStatus.REJECTED,
                    MessageStatus.EXPIRED,
                    MessageStatus.CANCELLED),
            MessageStatus.RETRIEVED,
            Set.of(MessageStatus.ACKNOWLEDGED, MessageStatus.REJECTED, MessageStatus.EXPIRED));

    private static final Set<MessageEventType> BESIDE_THE_STATE = Set.of(
            MessageEventType.UNREAD,
            MessageEventType.UNACKNOWLEDGED,
            MessageEventType.DISPOSED,
            MessageEventType.RECALL_REFUSED,
            MessageEventType.CONFLICT);

    enum Act {
        RETRIEVE,
        ACCEPT,
        REJECT,
        DISPOSE,
        RECALL
    }

    sealed interface Step {
        record Deliver(int message, String requested, boolean another) implements Step {}

        record Do(int message, Act act) implements Step {}

        record Pass(Duration time) implements Step {}

        record Restart() implements Step {}
    }

    private Path directory;
    private int states;

    @BeforeProperty
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory("mailbox");
    }

    @AfterProperty
    void deleteDirectory() throws IOException {
        Utils.delete(directory.toFile());
    }

    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    void thePromisesHold(@ForAll("steps") List<Step> steps) {
        try (Run run = new Run(directory.resolve(Integer.toString(states++)))) {
            steps.forEach(run::take);
            run.end();
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> message = Arbitraries.integers().between(0, MESSAGES - 1);
        Arbitrary<Step> deliver = Combinators.combine(
                        message, Arbitraries.of(REQUESTED), Arbitraries.of(true, false, false, false, false))
                .as(Step.Deliver::new);
        Arbitrary<Step> act =
                Combinators.combine(message, Arbitraries.of(Act.class)).as(Step.Do::new);
        Arbitrary<Step> pass = Arbitraries.of(Duration.ofHours(1), Duration.ofDays(2), Duration.ofDays(5))
                .map(Step.Pass::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(12, deliver),
                        Tuple.of(12, act),
                        Tuple.of(3, pass),
                        Tuple.of(1, Arbitraries.just(new Step.Restart())))
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }

    /** What one message should be. */
    private static final class Expected {
        private final boolean another;
        private final Set<String> recipients = new LinkedHashSet<>();

        Expected(boolean another) {
            this.another = another;
        }
    }

    private static final class Run implements AutoCloseable {

        private final SequencedMap<Integer, Expected> messages = new LinkedHashMap<>();
        private final Map<String, MessageStatus> told = new HashMap<>();
        private final Map<String, Integer> ends = new HashMap<>();
        private final Map<String, Integer> reminders = new HashMap<>();
        private final Map<String, Long> turnedAway = new HashMap<>();
        private MailboxRig rig;
        private long records;
        private long received;

        Run(Path state) {
            rig = new MailboxRig(state, NOW);
        }

        void take(Step step) {
            switch (step) {
                case Step.Deliver deliver -> deliver(deliver);
                case Step.Do(int message, Act act) -> act(message, act);
                case Step.Pass(Duration time) -> hear(rig.advanceAndDrain(time));
                case Step.Restart() -> rig = rig.restarted(records);
            }
            hear(rig.events.readValuesToList());
            check();
        }

        private void deliver(Step.Deliver step) {
            rig.deliver(delivery(step));
            records++;
            received++;
            Expected expected = messages.computeIfAbsent(step.message(), m -> new Expected(step.another()));
            if (expected.another != step.another()) {
                turnedAway.merge("conflict", 1L, Long::sum);
            } else if (!expected.recipients.add(step.requested())) {
                turnedAway.merge("repeated", 1L, Long::sum);
            }
        }

        private static Delivery delivery(Step.Deliver step) {
            return Fixtures.requestedAs(
                    Fixtures.delivery(id(step.message()), DIGG_INBOX, step.another() ? "another" : "first"),
                    step.requested());
        }

        private void act(int message, Act act) {
            MessageStatus before = status(message);
            switch (act) {
                case RETRIEVE -> rig.command(Fixtures.retrieve(id(message)));
                case ACCEPT -> rig.command(Fixtures.acknowledge(id(message), AcknowledgementOutcome.ACCEPTED));
                case REJECT -> rig.command(Fixtures.acknowledge(id(message), AcknowledgementOutcome.REJECTED));
                case DISPOSE -> rig.command(Fixtures.dispose(id(message)));
                case RECALL -> {
                    rig.deliver(Fixtures.recall(id(message)));
                    records++;
                }
            }
            MessageStatus wanted =
                    switch (act) {
                        case RETRIEVE -> MessageStatus.RETRIEVED;
                        case ACCEPT -> MessageStatus.ACKNOWLEDGED;
                        case REJECT -> MessageStatus.REJECTED;
                        case RECALL -> MessageStatus.CANCELLED;
                        case DISPOSE -> before;
                    };
            boolean disposed = act == Act.RETRIEVE
                    && rig.entry(DIGG_INBOX, id(message)) != null
                    && rig.entry(DIGG_INBOX, id(message)).getDisposed();
            boolean granted = before != null
                    && !disposed
                    && MAY_FOLLOW.getOrDefault(before, Set.of()).contains(wanted);
            assertThat(status(message)).isEqualTo(granted ? wanted : before);
        }

        private void hear(List<MessageEvent> events) {
            for (MessageEvent event : events) {
                String delivery = event.getMessageId() + " for " + event.getRecipient();
                MessageStatus before = told.getOrDefault(delivery, MessageStatus.AVAILABLE);
                if (BESIDE_THE_STATE.contains(event.getType())) {
                    reminders.merge(event.getType() + " of " + event.getEventId(), 1, Integer::sum);
                    continue;
                }
                assertThat(MAY_FOLLOW.getOrDefault(before, Set.of())).contains(event.getStatusAfter());
                told.put(delivery, event.getStatusAfter());
                if (!MailboxRules.isOpen(event.getStatusAfter())) {
                    ends.merge(delivery, 1, Integer::sum);
                }
            }
        }

        private void check() {
            Map<String, Long> counts = new HashMap<>(turnedAway);
            counts.put("received", received);
            messages.forEach((message, expected) -> {
                MailboxEntry entry = rig.entry(DIGG_INBOX, id(message));
                assertThat(MailboxRules.recipients(entry)).containsExactlyElementsOf(expected.recipients);
                expected.recipients.forEach(recipient -> assertThat(
                                told.getOrDefault(id(message) + " for " + recipient, MessageStatus.AVAILABLE))
                        .isEqualTo(entry.getStatus()));
                counts.merge(
                        entry.getStatus().name().toLowerCase(Locale.ROOT),
                        (long) expected.recipients.size(),
                        Long::sum);
            });
            Map<String, Long> book = new HashMap<>(rig.book(INERA));
            book.values().removeIf(count -> count == 0);
            counts.values().removeIf(count -> count == 0);
            assertThat(book).isEqualTo(counts);
            assertThat(counts.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(2 * received);
            assertThat(rig.listed(List.of(DIGG_INBOX), Listing.ALL))
                    .containsExactlyElementsOf(
                            messages.keySet().stream().map(Run::id).toList());
            assertThat(rig.listed(List.of(DIGG_INBOX), Listing.UNACKNOWLEDGED))
                    .containsExactlyElementsOf(messages.keySet().stream()
                            .filter(message -> MailboxRules.isOpen(status(message)))
                            .map(Run::id)
                            .toList());
        }

        void end() {
            hear(rig.advanceAndDrain(Duration.ofDays(15)));
            check();
            messages.forEach((message, expected) -> expected.recipients.forEach(recipient ->
                    assertThat(ends.get(id(message) + " for " + recipient)).isEqualTo(1)));
            assertThat(reminders.values()).allMatch(times -> times == 1);
        }

        private @Nullable MessageStatus status(int message) {
            MailboxEntry entry = rig.entry(DIGG_INBOX, id(message));
            return entry == null ? null : entry.getStatus();
        }

        private static String id(int message) {
            return "message-" + message;
        }

        @Override
        public void close() {
            rig.close();
        }
    }
}
