package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Draft.message;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import se.budkavle.schemas.Topics;

/** What a client reads that is not ours, and knows no more than the addresses of Kafka and of the schema registry. */
@ExtendWith(BudkavleExtension.class)
class WireFormatTest {

    private final Budkavle budkavle;
    private final Kafka kafka;

    WireFormatTest(Budkavle budkavle) {
        this.budkavle = budkavle;
        this.kafka = new Kafka(budkavle.system().bootstrapServers());
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
        var delivery = decode(records.getFirst());
        assertThat(delivery.get("messageId")).hasToString(receipt.messageId());
        assertThat(delivery.get("recipient")).hasToString(recipient.address());
        assertThat(((GenericRecord) delivery.get("contentRef")).get("topic")).hasToString("messages.normal");
        assertThat(new String(records.getFirst().value(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("Not to be seen");
    }

    @Test
    void everyTopicHasItsSchema() {
        var subjects = registry("/subjects")
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
            var answer = registry("/config/" + topic.name() + "-value?defaultToGlobal=true")
                    .expect(200);
            assertThat(answer.json().path("compatibilityLevel").asText())
                    .as("%s", topic.name())
                    .isEqualTo("FULL_TRANSITIVE");
        }
    }

    private GenericRecord decode(ConsumerRecord<String, byte[]> message) throws IOException {
        var bytes = ByteBuffer.wrap(message.value());
        assertThat(bytes.get()).as("magic byte").isZero();
        var schema = new Schema.Parser()
                .parse(registry("/schemas/ids/" + bytes.getInt())
                        .expect(200)
                        .json()
                        .path("schema")
                        .asText());
        var decoder = DecoderFactory.get().binaryDecoder(message.value(), bytes.position(), bytes.remaining(), null);
        return new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
    }

    private Answer registry(String path) {
        return Http.call("GET", URI.create(budkavle.system().schemaRegistryUrl() + path))
                .send();
    }
}
