package se.budkavle.notifier.health;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.health.Samples.DEFAULTS;
import static se.budkavle.notifier.health.Samples.NOW;
import static se.budkavle.notifier.health.Samples.ORGANISATION;
import static se.budkavle.notifier.health.Samples.RECIPIENT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.Producer;
import se.budkavle.schemas.avro.Visibility;
import se.budkavle.schemas.streams.PoisonListener;
import se.budkavle.schemas.streams.StreamsSettings;

/** Organisations fall silent and fail, in virtual time, and operators are told once. */
class HealthTopologyTest {

    private static final String OTHER = "0203:other.se";

    private final AvroSerdes serdes = AvroSerdes.inMemory();
    private final HealthStore healths = new HealthStore(serdes);
    private final HealthRules rules = new HealthRules(DEFAULTS);
    private final List<Trouble> told = new ArrayList<>();
    private TopologyTestDriver driver;
    private TestInputTopic<String, MessageEvent> messageEvents;
    private TestOutputTopic<String, Event> events;
    private Instant now = NOW;
    private int messages;

    @BeforeEach
    void start(@TempDir Path state) {
        Properties properties = new StreamsSettings(
                        DEFAULTS.applicationId(), "test", state, null, 1, 0, 1, 100, 20, 64L * 1024 * 1024)
                .exactlyOnce(new KafkaSettings("unused:1", "http://unused", Map.of()), PoisonListener.NONE);
        driver = new TopologyTestDriver(HealthTopology.build(serdes, DEFAULTS, told::add), properties, NOW);
        messageEvents = driver.createInputTopic(
                Topics.MESSAGE_EVENTS.name(),
                new StringSerializer(),
                serdes.value(Topics.MESSAGE_EVENTS).serializer());
        events = driver.createOutputTopic(
                Topics.EVENTS.name(),
                new StringDeserializer(),
                serdes.value(Topics.EVENTS).deserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private String tell(MessageEventType type) {
        return tell(type, "m" + messages++, ORGANISATION);
    }

    private String tell(MessageEventType type, String messageId, String organisation) {
        tell(event(type, messageId, organisation).build());
        return messageId;
    }

    private void tell(MessageEvent event) {
        messageEvents.pipeInput("conversation", event, now);
    }

    private MessageEvent.Builder event(MessageEventType type, String messageId, String organisation) {
        return MessageEvent.newBuilder()
                .setEventId(messageId + type)
                .setMessageId(messageId)
                .setConversationId("conversation")
                .setRecipient(RECIPIENT)
                .setType(type)
                .setAt(now)
                .setAcceptedAt(now.minusMillis(120))
                .setOrganisation(organisation)
                .setReasonCode(type == MessageEventType.HELD ? "unknown-recipient" : null)
                .setProducer(Producer.ROUTER);
    }

    private void pass(Duration time) {
        for (long minute = 0; minute < time.toMinutes(); minute++) {
            driver.advanceWallClockTime(Duration.ofMinutes(1));
        }
        now = now.plus(time);
    }

    private void sendsTenTimes(Duration gap) {
        for (int i = 0; i < 10; i++) {
            tell(MessageEventType.AVAILABLE);
            pass(gap);
        }
    }

    private HealthItem health() {
        KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(HealthStore.NAME);
        return HealthItem.of(healths.find(store, ORGANISATION), healths.oldestHeld(store, ORGANISATION), rules, now);
    }

    private static JsonNode data(Event event) throws IOException {
        return new ObjectMapper()
                .readTree(StandardCharsets.UTF_8
                        .decode(event.getData().duplicate())
                        .toString());
    }

    @Test
    void whoFallsSilentIsToldOfOnceAndAgainAfterTheNextMessage() throws IOException {
        sendsTenTimes(Duration.ofMinutes(40));
        assertThat(events.isEmpty()).isTrue();
        Instant last = now.minus(Duration.ofMinutes(40)).minusMillis(120);

        pass(Duration.ofMinutes(79));
        assertThat(events.isEmpty()).isTrue();
        pass(Duration.ofDays(2));

        var told = events.readRecordsToList();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().key()).isEqualTo(ORGANISATION);
        Event event = told.getFirst().value();
        assertThat(event.getType()).isEqualTo("se.budkavle.operator.organisation-silent");
        assertThat(event.getSubject()).isEqualTo(ORGANISATION);
        assertThat(event.getVisibility()).isEqualTo(Visibility.LIMITED);
        assertThat(event.getAudience()).isEmpty();
        assertThat(data(event).path("cause").asText()).isEqualTo("SILENCE");
        assertThat(data(event).path("since").asText()).isEqualTo(last.toString());
        assertThat(data(event).path("medianGap").asText()).isEqualTo("PT40M");
        assertThat(health().state()).isEqualTo(HealthItem.State.SILENT);
        assertThat(health().since()).isEqualTo(last);

        tell(MessageEventType.AVAILABLE);
        assertThat(health().state()).isEqualTo(HealthItem.State.OK);
        pass(Duration.ofHours(3));

        assertThat(events.readValuesToList())
                .singleElement()
                .extracting(Event::getId)
                .isNotEqualTo(event.getId());
    }

    @Test
    void whoHasSentLittleIsNotCalledSilent() {
        for (int i = 0; i < 5; i++) {
            tell(MessageEventType.AVAILABLE);
            pass(Duration.ofMinutes(30));
        }
        pass(Duration.ofDays(1));

        assertThat(events.isEmpty()).isTrue();
        assertThat(health().silentAfter()).isNull();
    }

    @Test
    void fiveFailuresInARowAreToldOfHoweverSmallItIs() throws IOException {
        for (int i = 0; i < 4; i++) {
            tell(MessageEventType.HELD);
        }
        tell(MessageEventType.AVAILABLE);
        for (int i = 0; i < 4; i++) {
            tell(MessageEventType.HELD);
            // Of others nothing follows.
            tell(MessageEventType.HELD, "other" + i, OTHER);
        }
        assertThat(events.isEmpty()).isTrue();

        tell(MessageEventType.UNDELIVERABLE);
        tell(MessageEventType.HELD);

        Event event = events.readValue();
        assertThat(events.isEmpty()).isTrue();
        assertThat(event.getSubject()).isEqualTo(ORGANISATION);
        assertThat(data(event).path("cause").asText()).isEqualTo("FAILURES");
        assertThat(data(event).path("failuresInRow").asInt()).isEqualTo(5);
        assertThat(told).containsExactly(Trouble.FAILURES);
        assertThat(health().state()).isEqualTo(HealthItem.State.FAILING);

        tell(MessageEventType.AVAILABLE);
        assertThat(health().state()).isEqualTo(HealthItem.State.OK);
    }

    @Test
    void oldFailuresAreNoNewsWhenTheyAreReadAndNewOnesAre() {
        now = NOW.minus(Duration.ofDays(1));
        for (int i = 0; i < 9; i++) {
            tell(MessageEventType.HELD);
        }
        assertThat(events.isEmpty()).isTrue();

        now = NOW;
        tell(MessageEventType.HELD);

        assertThat(events.readValuesToList()).hasSize(1);
    }

    @Test
    void whatIsHeldIsUndeliveredUntilItIsDeliveredOrEnds() {
        Instant first = now.minusMillis(120);
        String oldest = tell(MessageEventType.HELD);
        pass(Duration.ofMinutes(1));
        Instant second = now.minusMillis(120);
        String next = tell(MessageEventType.HELD);
        tell(MessageEventType.HELD, next, ORGANISATION);
        assertThat(health().undelivered()).isEqualTo(2);
        assertThat(health().oldestUndeliveredAt()).isEqualTo(first);

        tell(MessageEventType.AVAILABLE, oldest, ORGANISATION);
        assertThat(health().undelivered()).isEqualTo(1);
        assertThat(health().oldestUndeliveredAt()).isEqualTo(second);

        tell(MessageEventType.EXPIRED, next, ORGANISATION);
        assertThat(health().undelivered()).isZero();
        assertThat(health().oldestUndeliveredAt()).isNull();
        assertThat(health().failed()).isEqualTo(2);
        assertThat(health().delivered()).isEqualTo(1);
        assertThat(health().failureRate()).isEqualTo(2 / 3.0);
    }

    @Test
    void lagCountsFromTheAcceptanceOrTheReleaseAfterIt() {
        tell(MessageEventType.AVAILABLE);
        assertThat(health().lag()).isEqualTo(Duration.ofMillis(120));

        pass(Duration.ofMinutes(1));
        tell(event(MessageEventType.AVAILABLE, "scheduled", ORGANISATION)
                .setAcceptedAt(NOW.minus(Duration.ofDays(3)))
                .setNotBefore(now.minusMillis(7))
                .build());

        assertThat(health().lag()).isEqualTo(Duration.ofMillis(7));
        assertThat(health().lastDeliveredAt()).isEqualTo(now);
        assertThat(health().lastAcceptedAt()).isEqualTo(NOW.minusMillis(120));
    }

    @Test
    void whatTheRecipientDoesIsNoSign() {
        tell(event(MessageEventType.EXPIRED, "m", ORGANISATION)
                .setProducer(Producer.MAILBOX)
                .build());
        tell(event(MessageEventType.ACKNOWLEDGED, "m", ORGANISATION)
                .setProducer(Producer.MAILBOX)
                .build());
        tell(MessageEventType.ACCEPTED);

        assertThat(healths.find(driver.getKeyValueStore(HealthStore.NAME), ORGANISATION))
                .isNull();
    }

    @Test
    void isPinned() {
        assertThat(HealthTopology.build(serdes, DEFAULTS, told::add)
                        .describe()
                        .toString()
                        .strip())
                .isEqualTo("""
                Topologies:
                   Sub-topology: 0
                    Source: message-events-source (topics: [message-events])
                      --> read-signs
                    Processor: read-signs (stores: [])
                      --> signs-repartition-filter
                      <-- message-events-source
                    Processor: signs-repartition-filter (stores: [])
                      --> signs-repartition-sink
                      <-- read-signs
                    Sink: signs-repartition-sink (topic: signs-repartition)
                      <-- signs-repartition-filter

                  Sub-topology: 1
                    Source: signs-repartition-source (topics: [signs-repartition])
                      --> health-processor
                    Processor: health-processor (stores: [health])
                      --> events-sink
                      <-- signs-repartition-source
                    Sink: events-sink (topic: events)
                      <-- health-processor""");
    }
}
