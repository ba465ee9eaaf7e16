package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Draft.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Express, normal and bulk: each in its own order, and express for those who may. */
@ExtendWith(BudkavleExtension.class)
class LanesTest {

    private static final List<String> PRIORITIES = List.of("EXPRESS", "NORMAL", "BULK");
    private static final int ROUNDS = 12;

    private final Budkavle budkavle;
    private Agency sender;
    private Agency recipient;

    LanesTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agencies() {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
    }

    @Test
    void aConversationKeepsItsOrderInEachLane() {
        var token = budkavle.token(sender.organisation(), Agency.SCOPES + " messages:send-express");
        Map<String, List<String>> sent = new LinkedHashMap<>();
        IntStream.range(0, ROUNDS * PRIORITIES.size()).forEach(i -> {
            var priority = PRIORITIES.get(i % PRIORITIES.size());
            var receipt = Receipt.of(budkavle.call("POST", "/v1/messages")
                    .token(token)
                    .json(message()
                            .to(recipient.address())
                            .from(sender.address())
                            .with("conversationId", sender.organisation() + "-c")
                            .with("priority", priority)
                            .body())
                    .send());
            sent.computeIfAbsent(priority, lane -> new java.util.ArrayList<>()).add(receipt.messageId());
        });

        sent.values().forEach(ids -> ids.forEach(recipient.inbox()::waitUntilReceived));

        assertThat(recipient.inbox().items("all").stream()
                        .collect(Collectors.groupingBy(
                                item -> item.path("priority").asText(),
                                Collectors.mapping(
                                        (JsonNode item) ->
                                                item.path("messageId").asText(),
                                        Collectors.toList()))))
                .isEqualTo(sent);
    }

    @Test
    void expressNeedsItsOwnScope() {
        var answer = sender.posts(message().to(recipient.address()).with("priority", "EXPRESS"));

        answer.expect(403);
        sender.sends(message().to(recipient.address()).with("priority", "BULK"));
    }
}
