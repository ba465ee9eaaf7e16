package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.schemas.avro.MessageStatus.AVAILABLE;
import static se.budkavle.schemas.avro.MessageStatus.CANCELLED;
import static se.budkavle.schemas.avro.MessageStatus.EXPIRED;
import static se.budkavle.schemas.avro.MessageStatus.HELD;
import static se.budkavle.schemas.avro.MessageStatus.SCHEDULED;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens at a time: messages are released and end. */
@ExtendWith(BudkavleExtension.class)
class ScheduleTest {

    private final Budkavle budkavle;
    private Agency sender;
    private Agency recipient;

    ScheduleTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agencies() {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
    }

    @Test
    void aScheduledMessageComesAtItsTimeAndNotBefore() {
        var at = Instant.now().plusSeconds(3);

        var receipt = sender.sends(message().to(recipient.address()).with("notBefore", at.toString()));

        sender.trace(receipt.messageId()).waitUntil(SCHEDULED);
        // A marker that came later overtakes it: what is scheduled holds up nobody.
        var marker = sender.sends(message().to(recipient.address()).with("conversationId", receipt.conversationId()));
        recipient.inbox().hasExactly(marker.messageId());
        var item = recipient.inbox().waitUntilReceived(receipt.messageId());
        assertThat(Instant.parse(item.path("availableAt").asText())).isAfterOrEqualTo(at);
        sender.trace(receipt.messageId()).waitUntilExactly("ACCEPTED", "SCHEDULED", "AVAILABLE");
    }

    @Test
    void aTimeThatHasPassedIsNow() {
        var messageId = sender.sends(message()
                        .to(recipient.address())
                        .with("notBefore", Instant.now().minusSeconds(60).toString()))
                .messageId();

        sender.trace(messageId).waitUntil(AVAILABLE);
    }

    @Test
    void aScheduledMessageIsTakenBackBeforeItIsReleased() {
        var receipt = sender.sends(message()
                .to(recipient.address())
                .with("notBefore", Instant.now().plus(Duration.ofDays(89)).toString()));
        sender.trace(receipt.messageId()).waitUntil(SCHEDULED);

        sender.takesBack(receipt.messageId()).expect(202);

        sender.trace(receipt.messageId()).waitUntil(CANCELLED);
        var marker = sender.sends(message().to(recipient.address()).with("conversationId", receipt.conversationId()));
        recipient.inbox().hasExactly(marker.messageId());
    }

    @Test
    void aMessageThatNobodyAnswersExpires() {
        var receipt = sender.sends(message().to(recipient.address()).with("expiresAt", soon()));
        recipient.inbox().waitUntilReceived(receipt.messageId());

        sender.trace(receipt.messageId()).waitUntil(EXPIRED);

        recipient
                .inbox()
                .answers(receipt.messageId(), "{\"outcome\": \"ACCEPTED\"}")
                .expect(409);
        sender.trace(receipt.messageId()).waitUntilExactly("ACCEPTED", "AVAILABLE", "EXPIRED");
    }

    @Test
    void anAnsweredMessageDoesNotExpire() {
        var expiring = sender.sends(message().to(recipient.address()).with("expiresAt", soon()));
        recipient.inbox().waitUntilReceived(expiring.messageId());
        recipient.inbox().acknowledges(expiring.messageId());

        // A marker that expires later: when it has, the other would have, too.
        var marker = sender.sends(message()
                .to(recipient.address())
                .with("conversationId", expiring.conversationId())
                .with("expiresAt", Instant.now().plusSeconds(4).toString()));
        sender.trace(marker.messageId()).waitUntil(EXPIRED);

        sender.trace(expiring.messageId()).waitUntilExactly("ACCEPTED", "AVAILABLE", "ACKNOWLEDGED");
    }

    @Test
    void whatIsHeldExpiresTooAndItsDeadLetterWithIt() {
        var nobody = Budkavle.fresh("nobody");
        var receipt =
                sender.sends(message().to(nobody).with("allOrNothing", false).with("expiresAt", later()));
        sender.trace(receipt.messageId()).waitUntil(HELD);

        sender.trace(receipt.messageId()).waitUntil(EXPIRED);

        var deadLetters = budkavle.operator();
        await("dead letter expired").untilAsserted(() -> assertThat(deadLetters
                        .waitForDeadLetter("messageId=" + receipt.messageId())
                        .path("status")
                        .asText())
                .isEqualTo("EXPIRED"));
    }

    private static String soon() {
        return Instant.now().plusSeconds(3).toString();
    }

    /** After the grace for unknown recipients. */
    private static String later() {
        return Instant.now().plusSeconds(6).toString();
    }
}
