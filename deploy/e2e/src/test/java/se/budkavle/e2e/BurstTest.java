package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.e2e.EventTypes.AVAILABLE;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many messages at once, in some conversations: each is told once, in its conversation's order. */
@ExtendWith(BudkavleExtension.class)
class BurstTest {

    private static final int CONVERSATIONS = 20;
    private static final int MESSAGES_EACH = 60;

    private static final Duration A_BUSY_MACHINE = Duration.ofSeconds(60);

    private final Budkavle budkavle;
    private Agency sender;
    private Agency recipient;
    private Webhook webhook;

    BurstTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agencies() throws Exception {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
        webhook = Webhook.open();
    }

    @AfterEach
    void close() {
        webhook.close();
    }

    @Test
    void everyMessageIsToldOnceAndInTheOrderOfItsConversation() throws Exception {
        Subscribed subscription = recipient.subscribes(webhook, AVAILABLE);

        Map<String, List<String>> sent = converses();

        await("all at the webhook").atMost(A_BUSY_MACHINE).untilAsserted(() -> assertThat(webhook.events())
                .hasSize(CONVERSATIONS * MESSAGES_EACH));
        assertThat(received()).isEqualTo(sent);
        // The last hundred: nobody was told by a second attempt.
        assertThat(subscription.attempts())
                .extracting(attempt -> attempt.path("attempt").asInt())
                .containsOnly(1);
        assertThat(subscription.deadLetters()).isEmpty();
    }

    /** Each conversation writes one message after the other, all conversations at once. */
    private Map<String, List<String>> converses() throws Exception {
        Map<String, List<String>> sent = new LinkedHashMap<>();
        try (var conversations = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, Future<List<String>>> speaking = new LinkedHashMap<>();
            for (int i = 0; i < CONVERSATIONS; i++) {
                String conversation = recipient.organisation() + "/" + i;
                Callable<List<String>> speaks = () -> sends(conversation);
                speaking.put(conversation, conversations.submit(speaks));
            }
            for (var each : speaking.entrySet()) {
                sent.put(each.getKey(), each.getValue().get());
            }
        }
        return sent;
    }

    private List<String> sends(String conversation) {
        List<String> messageIds = new ArrayList<>();
        for (int i = 0; i < MESSAGES_EACH; i++) {
            messageIds.add(sender.sends(message().to(recipient.address()).with("conversationId", conversation))
                    .messageId());
        }
        return messageIds;
    }

    private Map<String, List<String>> received() {
        Map<String, List<String>> received = new LinkedHashMap<>();
        webhook.events().stream()
                .sorted(Comparator.comparingLong(Webhook.Received::arrival))
                .forEach(post -> {
                    JsonNode event = post.event();
                    received.computeIfAbsent(event.path("subject").asText(), subject -> new ArrayList<>())
                            .add(post.messageId());
                });
        return received;
    }
}
