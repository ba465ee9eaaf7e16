package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ContentKey;

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
        assertThat(new String(records.getFirst().value(), StandardCharsets.ISO_8859_1))
                .doesNotContain("Not to be seen");
    }

    /** Neither a look at the topic nor a disk shows content; and without its key nobody ever sees it again. */
    @Test
    void contentAtRestIsReadableAsLongAsItsKeyIsThere() throws Exception {
        var sender = budkavle.newAgency("sender");
        var other = budkavle.newAgency("other");
        var recipient = budkavle.newAgency("recipient");
        var messageId = sender.sends(message().to(recipient.address()).text("Not to be seen at rest."))
                .messageId();
        var unread = sender.sends(message().to(recipient.address())).messageId();
        var others =
                other.sends(message().to(recipient.address()).text("Stays.")).messageId();
        recipient.inbox().waitUntilReceived(unread);
        recipient.inbox().waitUntilReceived(others);

        var accepted = kafka.read("messages.normal"::equals).stream()
                .filter(each -> messageId.equals(RecordHeaders.get(each.headers(), RecordHeaders.MESSAGE_ID)))
                .toList();

        assertThat(accepted).singleElement().satisfies(each -> assertThat(
                        new String(each.value(), StandardCharsets.ISO_8859_1))
                .contains(messageId)
                .doesNotContain("Not to be seen"));
        var info = (GenericRecord) registry.decode(accepted.getFirst().value()).get("contentInfo");
        assertThat(info.get("encryption")).hasToString("AT_REST");
        assertThat(recipient.inbox().contentOf(messageId).text()).isEqualTo("Not to be seen at rest.");
        sender.call("DELETE", "/v1/content/" + LocalDate.now(ZoneOffset.UTC))
                .send()
                .expectProblem(409, "day-not-over");

        destroyed(info.get("keyId").toString(), sender.organisation());

        await("the key's end")
                .untilAsserted(
                        () -> recipient.inbox().content("GET", messageId).expectProblem(410, "content-disposed"));
        recipient.inbox().content("HEAD", unread).expect(410);
        recipient.inbox().content("GET", unread).expectProblem(410, "content-disposed");
        assertThat(sender.trace(unread).types()).doesNotContain("RETRIEVED");
        sender.message(messageId).expect(200);
        assertThat(recipient.inbox().contentOf(others).text()).isEqualTo("Stays.");
    }

    /** What the gateway writes when its organisation has a day destroyed, which must be over. */
    private void destroyed(String keyId, String organisation) throws Exception {
        var settings = new KafkaSettings(
                budkavle.system().bootstrapServers(), budkavle.system().schemaRegistryUrl(), Map.of());
        var key = ContentKey.newBuilder()
                .setKeyId(keyId)
                .setOrganisation(organisation)
                .setWrappedWith("")
                .build();
        var bytes = AvroSerdes.of(settings)
                .value(Topics.CONTENT_KEYS)
                .serializer()
                .serialize(Topics.CONTENT_KEYS.name(), key);
        kafka.produce(Topics.CONTENT_KEYS.name(), keyId, List.of(bytes));
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
