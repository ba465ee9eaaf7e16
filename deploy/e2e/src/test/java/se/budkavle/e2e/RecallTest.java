package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.schemas.avro.MessageStatus.ACKNOWLEDGED;
import static se.budkavle.schemas.avro.MessageStatus.CANCELLED;
import static se.budkavle.schemas.avro.MessageStatus.HELD;
import static se.budkavle.schemas.avro.MessageStatus.RETRIEVED;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import se.budkavle.schemas.avro.MessageStatus;

/** A sender takes a message back, and the owners decide what comes of it. */
@ExtendWith(BudkavleExtension.class)
class RecallTest {

    private static final int RACES = 30;

    private final Budkavle budkavle;
    private Agency sender;
    private Agency recipient;

    RecallTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agencies() {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
    }

    @Test
    void whatNobodyHasFetchedIsTakenBack() {
        var messageId = received(message().to(recipient.address()));

        sender.takesBack(messageId).expect(202);

        sender.trace(messageId).waitUntil(CANCELLED).waitUntilExactly("ACCEPTED", "AVAILABLE", "CANCELLED");
        assertThat(recipient.inbox().items("unacknowledged")).isEmpty();
        assertThat(recipient.inbox().content("GET", messageId).status()).isBetween(400, 499);
        recipient.inbox().answers(messageId, "{\"outcome\": \"ACCEPTED\"}").expect(409);
        sender.takesBack(messageId).expectProblem(409, "nothing-to-cancel");
    }

    @Test
    void whatWasFetchedStays() {
        var other = budkavle.newAgency("other");
        var messageId = received(message().to(recipient.address(), other.address()));
        other.inbox().waitUntilReceived(messageId);
        recipient.inbox().contentOf(messageId);
        sender.trace(messageId).waitUntil(recipient.address(), RETRIEVED);

        sender.takesBack(messageId).expect(202);

        sender.trace(messageId).waitUntil(other.address(), CANCELLED).waitUntil(recipient.address(), RETRIEVED);
        recipient.inbox().acknowledges(messageId);
        sender.trace(messageId).waitUntil(recipient.address(), ACKNOWLEDGED);
        sender.takesBack(messageId).expectProblem(409, "nothing-to-cancel");
    }

    @Test
    void whatIsHeldIsTakenBackAndItsDeadLetterCannotBeReplayed() {
        var nobody = Budkavle.fresh("nobody");
        var receipt = sender.sends(message().to(nobody).with("allOrNothing", false));
        sender.trace(receipt.messageId()).waitUntil(HELD);
        var deadLetter = budkavle.operator().waitForDeadLetter("messageId=" + receipt.messageId());

        sender.takesBack(receipt.messageId()).expect(202);

        sender.trace(receipt.messageId()).waitUntil(CANCELLED);
        recipient.claims(nobody);
        // A marker behind it: when it is there, the replayed one would be too.
        budkavle.operator().replays(deadLetter.path("id").asText());
        var marker = sender.sends(message().to(nobody).with("conversationId", receipt.conversationId()));
        recipient.inbox(nobody).hasExactly(marker.messageId());
    }

    @Test
    void anothersMessageIsNotThere() {
        var messageId = received(message().to(recipient.address()));

        recipient.takesBack(messageId).expectProblem(404, "not-found");

        recipient.inbox().acknowledges(messageId);
    }

    /** One wins, whichever: both are told the same, and the trace ends once. */
    @Test
    void aRecallThatRacesAnAcknowledgementEndsInOneWay() throws Exception {
        List<String> messages = IntStream.range(0, RACES)
                .mapToObj(i -> received(message().to(recipient.address())))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String messageId : messages) {
                Callable<Answer> takesBack = () -> sender.takesBack(messageId);
                Callable<Answer> acknowledges =
                        () -> recipient.inbox().answers(messageId, "{\"outcome\": \"ACCEPTED\"}");
                Future<Answer> recall = threads.submit(takesBack);
                Future<Answer> acknowledgement = threads.submit(acknowledges);

                assertThat(recall.get().status()).isIn(202, 409);
                boolean accepted = acknowledgement.get().status() == 204;

                MessageStatus end = accepted ? ACKNOWLEDGED : CANCELLED;
                assertThat(acknowledgement.get().status()).isIn(204, 409);
                sender.trace(messageId).waitUntil(end);
                assertThat(sender.trace(messageId).types())
                        .filteredOn(type -> type.equals("ACKNOWLEDGED") || type.equals("CANCELLED"))
                        .containsExactly(end.name());
            }
        }
    }

    private String received(Draft draft) {
        var messageId = sender.sends(draft).messageId();
        recipient.inbox().waitUntilReceived(messageId);
        return messageId;
    }
}
