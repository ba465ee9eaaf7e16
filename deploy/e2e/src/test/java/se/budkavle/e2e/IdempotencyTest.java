package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Draft.message;

import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same request again, and another one with its key. */
@ExtendWith(BudkavleExtension.class)
class IdempotencyTest {

    private final Budkavle budkavle;
    private Agency sender;
    private Agency recipient;

    IdempotencyTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agencies() {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
    }

    @Test
    void theSameKeyTwiceIsOneDelivery() {
        var first = sender.sends(message().to(recipient.address()).key("k-1"));

        var second = sender.sends(message().to(recipient.address()).key("k-1"));

        assertThat(second).isEqualTo(first);
        // A marker behind both: when it is there, a doubled one would be too.
        var marker = sender.sends(message().to(recipient.address()).with("conversationId", first.conversationId()));
        recipient.inbox().hasExactly(first.messageId(), marker.messageId());
    }

    @Test
    void manyAtOnceAreOneDelivery() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, 20)
                    .mapToObj(i -> threads.submit(
                            () -> sender.sends(message().to(recipient.address()).key("k-2"))))
                    .toList();
            var first = tasks.getFirst().get();
            for (var task : tasks) {
                assertThat(task.get()).isEqualTo(first);
            }

            var marker = sender.sends(message().to(recipient.address()).with("conversationId", first.conversationId()));
            recipient.inbox().hasExactly(first.messageId(), marker.messageId());
        }
    }

    @Test
    void anotherRequestWithTheKeyIsAConflict() {
        var first = sender.sends(message().to(recipient.address()).key("k-3"));

        var second = sender.posts(
                message().to(recipient.address()).text("Something else.").key("k-3"));

        second.expectProblem(409, "idempotency-conflict");
        recipient.inbox().waitUntilReceived(first.messageId());
        assertThat(recipient.inbox().contentOf(first.messageId()).text()).isEqualTo("A note.");
    }

    @Test
    void aKeyIsTheSendersOwn() {
        var other = budkavle.newAgency("other");
        var first = sender.sends(message().to(recipient.address()).key("k-4"));

        var second = other.sends(
                message().to(recipient.address()).text("Something else.").key("k-4"));

        assertThat(second.messageId()).isNotEqualTo(first.messageId());
        recipient.inbox().hasExactly(first.messageId(), second.messageId());
    }
}
