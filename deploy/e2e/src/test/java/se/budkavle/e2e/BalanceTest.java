package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

/** What was accepted, what became of it, and what takes too long, as the operator sees it. */
@ExtendWith(BudkavleExtension.class)
class BalanceTest {

    private final Budkavle budkavle;
    private final Operator operator;
    private Agency sender;
    private Agency recipient;

    BalanceTest(Budkavle budkavle) {
        this.budkavle = budkavle;
        this.operator = budkavle.operator();
    }

    @BeforeEach
    void agencies() {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
    }

    @Test
    void theBooksSayWhatBecameOfEverythingAndBalance() {
        var conversation = sender.organisation() + "-c";
        var accepted = received();
        recipient.inbox().acknowledges(accepted);
        var rejected = received();
        recipient.inbox().answers(rejected, "{\"outcome\": \"REJECTED\"}").expect(204);
        recipient.inbox().contentOf(received());
        received();
        var recalled = received();
        sender.takesBack(recalled).expect(202);
        sender.sends(message()
                .to(recipient.address())
                .with("expiresAt", Instant.now().plusSeconds(2).toString()));
        sender.sends(message()
                .to(recipient.address())
                .with("notBefore", Instant.now().plus(Duration.ofDays(1)).toString()));
        sender.sends(message().to(Budkavle.fresh("nobody")).with("allOrNothing", false));
        var fussy = budkavle.newAgency("fussy");
        var body = fussy.claim();
        body.putArray("acceptedTypes").add("urn:example:another");
        fussy.put(fussy.address(), body).expect(200);
        sender.sends(message().to(fussy.address()));
        var twice = message()
                .to(recipient.address())
                .with("conversationId", conversation)
                .key("k");
        sender.sends(twice);
        sender.sends(twice);

        await("the books").untilAsserted(() -> {
            var books = books(sender.organisation());
            assertThat(books.path("accepted").path("messages").asInt()).isEqualTo(11);
            assertThat(books.path("accepted").path("deliveries").asInt()).isEqualTo(11);
            assertThat(counts(books.path("ended")))
                    .isEqualTo(Map.of(
                            "ACKNOWLEDGED", 1,
                            "REJECTED", 1,
                            "CANCELLED", 1,
                            "EXPIRED", 1,
                            "UNDELIVERABLE", 1,
                            "DUPLICATE", 1));
            assertThat(counts(books.path("underWay")))
                    .isEqualTo(Map.of("SCHEDULED", 1, "HELD", 1, "RETRIEVED", 1, "AVAILABLE", 2));
            assertThat(books.path("difference").asInt()).isZero();
            // Its quota counts by the same books.
            var limits = sender.call("GET", "/v1/me").send().expect(200).json().path("limits");
            assertThat(limits.path("openDeliveries").asLong()
                            - limits.path("openDeliveriesLeft").asLong())
                    .isEqualTo(5);
        });
    }

    /** Somebody said that it was accepted, and nobody goes on with it. */
    @Test
    void whatHasBeenUnderWayTooLongIsShown() throws Exception {
        var stuck = Ids.newId();
        var accepted = Instant.now().minus(Duration.ofHours(1));
        var event = MessageEvent.newBuilder()
                .setEventId(Ids.newId())
                .setMessageId(stuck)
                .setConversationId(stuck)
                .setType(MessageEventType.ACCEPTED)
                .setStatusAfter(MessageStatus.ACCEPTED)
                .setAt(accepted)
                .setOrganisation(sender.organisation())
                .setActorKind(ActorKind.SENDER)
                .setActorOrganisation(sender.organisation())
                .setRecipients(List.of(recipient.address()))
                .build();
        var system = budkavle.system();
        var topic = Topics.MESSAGE_EVENTS;
        byte[] value = AvroSerdes.of(new KafkaSettings(system.bootstrapServers(), system.schemaRegistryUrl(), Map.of()))
                .value(topic)
                .serializer()
                .serialize(topic.name(), event);
        new Kafka(system.bootstrapServers()).produce(topic.name(), stuck, List.of(value));

        var overdue = await("overdue")
                .until(
                        () -> operator.balance()
                                .path("overdue")
                                .valueStream()
                                .filter(item -> item.path("messageId").asText().equals(stuck))
                                .toList(),
                        items -> !items.isEmpty())
                .getFirst();

        assertThat(overdue.path("organisation").asText()).isEqualTo(sender.organisation());
        assertThat(overdue.path("recipient").asText()).isEqualTo(recipient.address());
        assertThat(overdue.path("status").asText()).isEqualTo("ACCEPTED");
        assertThat(Instant.parse(overdue.path("since").asText()).toEpochMilli()).isEqualTo(accepted.toEpochMilli());
    }

    private String received() {
        var messageId = sender.sends(message().to(recipient.address())).messageId();
        recipient.inbox().waitUntilReceived(messageId);
        return messageId;
    }

    private JsonNode books(String organisation) {
        return operator.balance()
                .path("organisations")
                .valueStream()
                .filter(each -> each.path("organisation").asText().equals(organisation))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no books of " + organisation));
    }

    /** Those that are not zero. */
    private static Map<String, Integer> counts(JsonNode node) {
        var counts = new TreeMap<String, Integer>();
        node.properties().forEach(field -> {
            if (field.getValue().asInt() != 0) {
                counts.put(field.getKey(), field.getValue().asInt());
            }
        });
        return counts;
    }
}
