package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.schemas.avro.MessageStatus.HELD;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes to whom is suspended is held, and goes on by itself, in order. */
@ExtendWith(BudkavleExtension.class)
class SuspensionTest {

    private final Budkavle budkavle;
    private Agency sender;
    private Agency recipient;

    SuspensionTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agencies() {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
    }

    @Test
    void whatGoesToASuspendedAddressWaitsUntilItIsResumedAndComesInOrder() {
        recipient
                .put(recipient.address(), recipient.claim().put("status", "SUSPENDED"))
                .expect(200);
        var held = conversation("address-suspended");

        recipient
                .put(recipient.address(), recipient.claim().put("status", "ACTIVE"))
                .expect(200);

        comesInOrder(held);
    }

    @Test
    void whatAnOperatorSuspendedIsNotForItsOwnerToResume() {
        var operator = budkavle.operator();
        operator.changesAddress("nobody.at.all", "suspend").expectProblem(404, "not-found");
        operator.changesAddress(recipient.address(), "suspend").expect(204);
        recipient
                .put(recipient.address(), recipient.claim().put("status", "ACTIVE"))
                .expectProblem(403, "suspended-by-operator");
        recipient
                .call("DELETE", "/v1/addresses/" + recipient.address())
                .send()
                .expectProblem(403, "suspended-by-operator");
        var seen = recipient
                .call("GET", "/v1/addresses/" + recipient.address())
                .send()
                .expect(200)
                .json();
        assertThat(seen.path("statusReason").asText()).isEqualTo("e2e");
        assertThat(sender.call("GET", "/v1/addresses/" + recipient.address())
                        .send()
                        .expect(200)
                        .json()
                        .has("statusReason"))
                .isFalse();
        // What was read may be sent back.
        recipient
                .put(recipient.address(), ((ObjectNode) seen).put("contact", "new"))
                .expect(200);
        var held = conversation("address-suspended");

        operator.changesAddress(recipient.address(), "resume").expect(204);

        comesInOrder(held);
    }

    @Test
    void whatGoesToASuspendedOrganisationWaitsUntilItIsResumedAndComesInOrder() {
        budkavle.operator().suspends(recipient.organisation()).expect(204);
        var held = conversation("organisation-suspended");

        budkavle.operator().resumes(recipient.organisation()).expect(204);

        comesInOrder(held);
    }

    @Test
    void aSuspendedOrganisationSendsNothingAndTakesBackWhatItSent() {
        var before = sender.sends(message().to(recipient.address()));
        recipient.inbox().waitUntilReceived(before.messageId());
        budkavle.operator().suspends(sender.organisation()).expect(204);

        await("refused").untilAsserted(() -> sender.posts(message().to(recipient.address()))
                .expectProblem(403, "organisation-suspended"));

        sender.takesBack(before.messageId()).expect(202);
        sender.trace(before.messageId()).waitUntil(se.budkavle.schemas.avro.MessageStatus.CANCELLED);
        budkavle.operator().resumes(sender.organisation()).expect(204);
        await("accepted").untilAsserted(() -> sender.posts(message().to(recipient.address()))
                .expect(202));
    }

    @Test
    void whoElseIsInTheConversationDoesNotWait() {
        var other = budkavle.newAgency("other");
        recipient
                .put(recipient.address(), recipient.claim().put("status", "SUSPENDED"))
                .expect(200);
        sender.sendsUntil(message().to(recipient.address()), HELD);

        var receipt = sender.sends(message().to(recipient.address(), other.address()));
        var second = sender.sends(message().to(other.address()).with("conversationId", receipt.conversationId()));

        sender.trace(receipt.messageId()).waitUntil(recipient.address(), HELD);
        other.inbox().hasExactly(receipt.messageId(), second.messageId());
        recipient.put(recipient.address(), recipient.claim()).expect(200);
        recipient.inbox().waitUntilReceived(receipt.messageId());
    }

    /** Three messages of a conversation: the first is told held, with its reason; the others wait behind it. */
    private List<String> conversation(String reason) {
        sender.sendsUntil(message().to(recipient.address()), HELD);
        var sent = IntStream.range(0, 3)
                .mapToObj(i -> sender.sends(
                                message().to(recipient.address()).with("conversationId", sender.organisation() + "-c"))
                        .messageId())
                .toList();
        var first = sender.trace(sent.getFirst()).waitUntil(HELD);
        assertThat(first.delivery(recipient.address())
                        .path("reason")
                        .path("code")
                        .asText())
                .isEqualTo(reason);
        budkavle.operator().waitForDeadLetter("messageId=" + sent.getFirst());
        assertThat(recipient.inbox().messageIds()).doesNotContainAnyElementsOf(sent);
        return sent;
    }

    private void comesInOrder(List<String> sent) {
        sent.forEach(recipient.inbox()::waitUntilReceived);
        assertThat(recipient.inbox().messageIds()).containsSubsequence(sent).doesNotHaveDuplicates();
        // Nobody is left to be seen to by hand.
        await("no open dead letter").untilAsserted(() -> assertThat(
                        budkavle.operator().deadLetters("status=OPEN&messageId=" + sent.getFirst()))
                .isEmpty());
    }
}
