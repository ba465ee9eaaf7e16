package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.router.decision.Fixtures.RECIPIENT;
import static se.budkavle.router.decision.Fixtures.RECIPIENT_ORGANISATION;
import static se.budkavle.router.decision.Fixtures.address;
import static se.budkavle.router.decision.Fixtures.message;
import static se.budkavle.router.decision.Fixtures.subscription;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.Visibility;
import se.budkavle.schemas.streams.StreamsApplication;
import se.budkavle.schemas.streams.StreamsSettings;

/** What only a broker can show: transactions, restored state, poison that lies there at the start. */
class RestartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] POISON = "no Avro at all".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private TestTopics topics;

    @BeforeEach
    void start() throws Exception {
        topics = new TestTopics(directory.resolve("broker"), 1);
    }

    @AfterEach
    void stop() {
        topics.close();
    }

    @Test
    void poisonThatLiesThereAtTheStartIsSurvivedAndStateSurvivesARestart() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        topics.write(
                Topics.ADDRESSES,
                RECIPIENT,
                address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        topics.write(Topics.ADDRESSES, RECIPIENT, POISON);
        topics.write(Topics.SUBSCRIPTIONS, "s0", POISON);
        topics.write(
                Topics.SUBSCRIPTIONS,
                "s1",
                subscription("s1", RECIPIENT_ORGANISATION, "se.budkavle.message.available", "se.trafikverket.changed")
                        .build());
        topics.write(Topics.MESSAGES_NORMAL, "conversation-1", POISON);
        Message first = current(message(RECIPIENT)).build();
        topics.write(Topics.MESSAGES_NORMAL, "conversation-1", first);
        List<Message> scheduled = new ArrayList<>();
        running(meters, streams -> {
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(topics.read(Topics.DELIVERIES))
                        .extracting(Delivery::getMessageId)
                        .containsExactly(first.getMessageId());
                assertThat(topics.read(Topics.NOTIFICATIONS)).hasSize(1);
                assertThat(topics.committed(Topics.MESSAGES_NORMAL.deadLetters()))
                        .extracting(ConsumerRecord::value)
                        .containsExactly(POISON);
            });
            scheduled.add(current(message(RECIPIENT))
                    .setNotBefore(now().plusSeconds(8))
                    .build());
            topics.write(Topics.MESSAGES_NORMAL, "conversation-1", scheduled.getFirst());
            topics.write(Topics.EVENTS, "E4", event("event-1", now().plusSeconds(8)));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            meters.find("budkavle.router.events.scheduled").counters())
                    .hasSize(1));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(topics.read(Topics.MESSAGE_EVENTS))
                    .extracting(MessageEvent::getType)
                    .contains(MessageEventType.SCHEDULED));
        });
        assertThat(meters.get("budkavle.router.poison")
                        .tag("topic", "addresses")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("budkavle.router.poison")
                        .tag("topic", "subscriptions")
                        .counter()
                        .count())
                .isEqualTo(1);

        topics.write(Topics.MESSAGES_NORMAL, "conversation-1", first);
        Message last = current(message(RECIPIENT)).build();
        topics.write(Topics.MESSAGES_NORMAL, "conversation-1", last);

        running(new SimpleMeterRegistry(), streams -> await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(topics.read(Topics.DELIVERIES))
                    .extracting(Delivery::getMessageId)
                    .containsExactlyInAnyOrder(
                            first.getMessageId(),
                            last.getMessageId(),
                            scheduled.getFirst().getMessageId());
            assertThat(topics.read(Topics.NOTIFICATIONS))
                    .hasSize(4)
                    .extracting(Notification::getEventId)
                    .containsOnlyOnce("event-1");
            assertThat(topics.read(Topics.MESSAGE_EVENTS))
                    .extracting(MessageEvent::getType)
                    .containsOnlyOnce(MessageEventType.DUPLICATE);
            assertThat(topics.committed(Topics.MESSAGES_NORMAL.deadLetters())).hasSize(1);
        }));
    }

    /** Starts the router, does something, and stops it. */
    private void running(SimpleMeterRegistry meters, Consumer<StreamsApplication> during) {
        RouterMetrics metrics = new RouterMetrics(meters);
        StreamsSettings settings = new StreamsSettings(
                "budkavle-router", "router-1", directory.resolve("state"), null, 1, 0, 1, 20, 10, 16 << 20);
        try (StreamsApplication streams = StreamsApplication.start(
                "router",
                RouterTopology.build(
                        RouterPart.ALL,
                        RouterConfig.defaults(),
                        DeadLetterRetention.DEFAULT,
                        topics.serdes(),
                        metrics,
                        new Pace(1, System::nanoTime)),
                settings.exactlyOnce(topics.kafka(), metrics))) {
            during.accept(streams);
        }
    }

    private static Event event(String id, Instant notBefore) {
        return Event.newBuilder()
                .setId(id)
                .setSource("urn:trafikverket")
                .setType("se.trafikverket.changed")
                .setSubject("E4")
                .setOwner("0203:trafikverket.se")
                .setVisibility(Visibility.PUBLIC)
                .setNotBefore(notBefore)
                .setAcceptedAt(now())
                .build();
    }

    private static Message.Builder current(Message.Builder message) {
        return message.setAcceptedAt(now()).setExpiresAt(now().plus(Duration.ofDays(1)));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
