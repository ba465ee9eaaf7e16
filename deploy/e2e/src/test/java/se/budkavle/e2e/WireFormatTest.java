package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Draft.message;

import java.util.Objects;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import se.budkavle.schemas.Topics;

/** What a client reads that is not ours, and knows no more than the addresses of Kafka and of the schema registry. */
@ExtendWith(BudkavleExtension.class)
class WireFormatTest {

    private final Budkavle budkavle;
    private final Kafka kafka;
    private final SchemaRegistry registry;

    WireFormatTest(Budkavle budkavle) {
        this.budkavle = budkavle;
        this.kafka = new Kafka(budkavle.system().bootstrapServers());
        this.registry = new SchemaRegistry(budkavle.system().schemaRegistryUrl());
    }

    @Test
    void aStrangerReadsDeliveries() throws Exception {
        var sender = budkavle.newAgency("sender");
        var recipient = budkavle.newAgency("recipient");
        var receipt = sender.sends(message().to(recipient.address()).text("Not to be seen in deliveries."));
        recipient.inbox().waitUntilReceived(receipt.messageId());

        var records = kafka.read("deliveries"::equals).stream()
                .filter(each -> Objects.equals(each.key(), recipient.address()))
                .toList();

        assertThat(records).hasSize(1);
        var delivery = registry.decode(records.getFirst().value());
        assertThat(delivery.get("messageId")).hasToString(receipt.messageId());
        assertThat(delivery.get("recipient")).hasToString(recipient.address());
        assertThat(((GenericRecord) delivery.get("contentRef")).get("topic")).hasToString("messages.normal");
        assertThat(new String(records.getFirst().value(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("Not to be seen");
    }

    @Test
    void everyTopicHasItsSchema() {
        var subjects = registry.get("/subjects")
                .expect(200)
                .json()
                .valueStream()
                .map(each -> each.asText())
                .toList();

        assertThat(subjects)
                .containsAll(Topics.all().stream()
                        .map(topic -> topic.name() + "-value")
                        .toList());
    }

    @Test
    void theRegistryRefusesWhatWouldBreakAReaderOrAWriter() {
        for (var topic : Topics.all()) {
            var answer = registry.get("/config/" + topic.name() + "-value?defaultToGlobal=true")
                    .expect(200);
            assertThat(answer.json().path("compatibilityLevel").asText())
                    .as("%s", topic.name())
                    .isEqualTo("FULL_TRANSITIVE");
        }
    }
}
