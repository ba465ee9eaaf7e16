package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static se.budkavle.notifier.views.ViewsRig.NOW;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.notifier.views.MessageReceipts.Viewer;
import se.budkavle.schemas.ReceiptChains;
import se.budkavle.schemas.ReceiptClaims;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

/** In the topology that runs, each step has one receipt in one place for good, whatever comes again or between. */
class ReceiptStoreTest {

    private static final String SENDER = "0203:inera.se";
    private static final String RECIPIENT = "0203:digg.se";
    private static final List<MessageEventType> LIFE = List.of(
            MessageEventType.AVAILABLE,
            MessageEventType.UNREAD,
            MessageEventType.RETRIEVED,
            MessageEventType.ACKNOWLEDGED);

    @TempDir
    private Path state;

    private ViewsRig views;

    @BeforeEach
    void start() {
        views = new ViewsRig(state);
    }

    @AfterEach
    void stop() {
        views.close();
    }

    @Test
    void eachStepThatCountsHasAReceiptInTheChainOfItsDelivery() {
        views.tell(accepted("m"), delivered("m", "two", 0), delivered("m", "one", 0), delivered("m", "one", 1));
        views.tell(delivered("m", "one", 2), delivered("m", "one", 3), ended("m", "three"));

        assertThat(receipts("m"))
                .extracting(ReceiptClaims::recipient, ReceiptClaims::number, ReceiptClaims::type)
                .containsExactly(
                        tuple(null, 1, "ACCEPTED"),
                        tuple("one", 1, "AVAILABLE"),
                        tuple("one", 2, "RETRIEVED"),
                        tuple("one", 3, "ACKNOWLEDGED"),
                        tuple("three", 1, "UNDELIVERABLE"),
                        tuple("two", 1, "AVAILABLE"));
    }

    /** Several messages' steps, mixed as topics mix them, some told again at once or much later. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void chainsAreWholeHoweverStepsAreMixedAndRepeated(long seed) {
        var random = new Random(seed);
        List<MessageEvent> told = mixed(random);
        told.forEach(event -> {
            views.tell(event);
            if (random.nextInt(4) == 0) {
                views.tell(told.get(random.nextInt(told.indexOf(event) + 1)));
            }
        });

        for (String message : List.of("m", "n", "o")) {
            List<ReceiptClaims> receipts = receipts(message);
            assertThat(ReceiptChains.faults(message, receipts)).allMatch(Set::isEmpty);
            assertThat(receipts)
                    .extracting(ReceiptClaims::eventId)
                    .containsExactlyInAnyOrderElementsOf(told.stream()
                            .filter(event -> event.getMessageId().equals(message))
                            .filter(ReceiptClaims::isEvidence)
                            .map(MessageEvent::getEventId)
                            .toList());
        }
    }

    @Test
    void afterARestartFromTheBeginningEverythingIsWhereItWas() {
        List<MessageEvent> told = mixed(new Random(9));
        told.forEach(event -> views.tell(event));
        List<ReceiptClaims> before = receipts("m");
        views.close();
        start();

        told.forEach(event -> views.tell(event));

        assertThat(before).hasSize(7);
        assertThat(receipts("m")).isEqualTo(before);
    }

    @Test
    void eachSeesItsOwnSide() {
        views.tell(accepted("m"), delivered("m", "one", 0), delivered("m", "one", 2), ended("m", "three"));

        assertThat(seenBy(new Viewer(SENDER, true, true))).hasSize(4);
        assertThat(seenBy(new Viewer(SENDER, false, true))).isEmpty();
        assertThat(seenBy(new Viewer(RECIPIENT, true, true))).containsExactly("AVAILABLE", "RETRIEVED");
        assertThat(seenBy(new Viewer(RECIPIENT, true, false))).isEmpty();
        assertThat(seenBy(new Viewer("0203:other.se", true, true))).isEmpty();
    }

    @Test
    void whoSendsToItselfSeesBothSides() {
        views.tell(MessageEvent.newBuilder(delivered("m", "one", 0))
                .setAudience(List.of(SENDER))
                .build());

        assertThat(seenBy(new Viewer(SENDER, true, false))).containsExactly("AVAILABLE");
        assertThat(seenBy(new Viewer(SENDER, false, true))).containsExactly("AVAILABLE");
    }

    private List<String> seenBy(Viewer viewer) {
        return receipts("m").stream()
                .filter(viewer::maySee)
                .map(ReceiptClaims::type)
                .toList();
    }

    /** The steps of three messages to two recipients each; those of each delivery in their order. */
    private static List<MessageEvent> mixed(Random random) {
        List<List<MessageEvent>> lines = new ArrayList<>();
        List<MessageEvent> all = new ArrayList<>();
        for (String message : List.of("m", "n", "o")) {
            all.add(accepted(message));
            for (String recipient : List.of("one", "two")) {
                List<MessageEvent> line = new ArrayList<>();
                for (int step = 0; step < LIFE.size(); step++) {
                    line.add(delivered(message, recipient, step));
                }
                lines.add(line);
            }
        }
        while (!lines.isEmpty()) {
            Collections.shuffle(lines, random);
            all.add(lines.getFirst().removeFirst());
            lines.removeIf(List::isEmpty);
        }
        return all;
    }

    private List<ReceiptClaims> receipts(String messageId) {
        return ReceiptStore.of(views.store(TraceStore.NAME), messageId).stream()
                .map(ReceiptStore.Entry::claims)
                .toList();
    }

    private static MessageEvent accepted(String messageId) {
        return event(messageId, null, MessageEventType.ACCEPTED)
                .setRecipients(List.of("one", "two"))
                .build();
    }

    private static MessageEvent delivered(String messageId, String recipient, int step) {
        return event(messageId, recipient, LIFE.get(step))
                .setDeliveryId(messageId + "-" + recipient)
                .setAudience(List.of(SENDER, RECIPIENT))
                .build();
    }

    private static MessageEvent ended(String messageId, String recipient) {
        return event(messageId, recipient, MessageEventType.UNDELIVERABLE).build();
    }

    private static MessageEvent.Builder event(String messageId, @Nullable String recipient, MessageEventType type) {
        return MessageEvent.newBuilder()
                .setEventId(messageId + recipient + type)
                .setMessageId(messageId)
                .setConversationId("c-" + messageId)
                .setRecipient(recipient)
                .setType(type)
                .setStatusAfter(MessageStatus.ACCEPTED)
                .setAt(NOW)
                .setOrganisation(SENDER)
                .setAudience(List.of(SENDER));
    }
}
