package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that nobody can read, on every topic that the services read. */
@ExtendWith(BudkavleExtension.class)
class PoisonTest {

    private final Budkavle budkavle;
    private final Kafka kafka;

    PoisonTest(Budkavle budkavle) {
        this.budkavle = budkavle;
        this.kafka = new Kafka(budkavle.system().bootstrapServers());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "messages.express",
                "messages.normal",
                "messages.bulk",
                "deliveries",
                "mailbox-commands",
                "message-events",
                "notifications",
                "registry-commands",
                "dead-letter-commands"
            })
    void whatNobodyCanReadIsADeadLetter(String topic) throws Exception {
        var operator = budkavle.operator();
        int before = undecodable(operator, topic);

        kafka.produce(topic, Budkavle.fresh("poison"), poison());

        await("dead letters of " + topic).untilAsserted(() -> assertThat(undecodable(operator, topic))
                .isGreaterThanOrEqualTo(before + poison().size()));
        everythingGoesOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"addresses", "subscriptions", "command-results"})
    void whatNobodyCanReadIsSkippedInARegistry(String topic) throws Exception {
        kafka.produce(topic, Budkavle.fresh("poison"), poison());

        everythingGoesOn();
    }

    @Test
    void aRecordWithoutAValueHarmsNothing() throws Exception {
        for (String topic : List.of(
                "messages.normal",
                "deliveries",
                "mailbox-commands",
                "message-events",
                "notifications",
                "registry-commands",
                "dead-letter-commands",
                "events")) {
            var nothing = new ArrayList<byte @Nullable []>();
            nothing.add(null);
            kafka.produce(topic, Budkavle.fresh("poison"), nothing);
        }

        everythingGoesOn();
    }

    /** Noise; noise that looks like ours; a schema nobody has; a schema of another type. */
    private static List<byte[]> poison() {
        byte[] noise = new byte[200];
        new Random(17).nextBytes(noise);
        noise[0] = 0x7f;
        byte[] unknownSchema = ByteBuffer.allocate(200)
                .put((byte) 0)
                .putInt(987_654)
                .put(new byte[100])
                .array();
        byte[] wrongFields = ByteBuffer.allocate(5 + 20)
                .put((byte) 0)
                .putInt(1)
                .put(noise, 0, 20)
                .array();
        return List.of(noise, unknownSchema, wrongFields, new byte[0]);
    }

    private static int undecodable(Operator operator, String topic) {
        return operator.deadLetters("topic=" + topic + "&reason=undecodable").size();
    }

    /** A message lives its whole life, and a new subscription is told of it: every part still works. */
    private void everythingGoesOn() throws Exception {
        var sender = budkavle.newAgency("sender");
        var recipient = budkavle.newAgency("recipient");
        try (var webhook = Webhook.open()) {
            sender.subscribes(webhook, EventTypes.ACKNOWLEDGED);

            var messageId = sender.sends(message().to(recipient.address())).messageId();
            recipient.inbox().waitUntilReceived(messageId);
            recipient.inbox().contentOf(messageId);
            recipient.inbox().acknowledges(messageId);

            webhook.waitUntilReceived(EventTypes.ACKNOWLEDGED, messageId);
            sender.trace(messageId).waitUntil(se.budkavle.schemas.avro.MessageStatus.ACKNOWLEDGED);
        }
    }
}
