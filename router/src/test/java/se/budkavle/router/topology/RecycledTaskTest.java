package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.router.decision.Fixtures.RECIPIENT;
import static se.budkavle.router.decision.Fixtures.RECIPIENT_ORGANISATION;
import static se.budkavle.router.decision.Fixtures.address;
import static se.budkavle.router.decision.Fixtures.message;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.streams.StreamsApplication;
import se.budkavle.schemas.streams.StreamsSettings;

/**
 * Work that goes from one instance to another and back. The first keeps such a task as a standby, and Kafka Streams keeps its
 * processors with it: what these remember must not be older than the stores then.
 */
class RecycledTaskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 2;
    private static final int CONVERSATIONS = 8;

    @TempDir
    private Path directory;

    private TestTopics topics;

    @BeforeEach
    void start() throws Exception {
        topics = new TestTopics(directory.resolve("broker"), PARTITIONS);
    }

    @AfterEach
    void stop() {
        topics.close();
    }

    @Test
    void theBooksGoOnWhereTheOtherInstanceLeftThem() {
        topics.write(
                Topics.ADDRESSES,
                RECIPIENT,
                address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        try (StreamsApplication first = router("router-1")) {
            sendInEachConversation();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received()).isEqualTo(CONVERSATIONS));

            StreamsApplication second = router("router-2");
            await().atMost(PATIENCE).until(() -> activeTasks(second) > 0 && first.isRunning() && second.isRunning());
            sendInEachConversation();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received()).isEqualTo(2 * CONVERSATIONS));

            second.streams()
                    .close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                            .withTimeout(PATIENCE));
            sendInEachConversation();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received()).isEqualTo(3 * CONVERSATIONS));
        }
    }

    private StreamsApplication router(String instance) {
        RouterMetrics metrics = new RouterMetrics(new SimpleMeterRegistry());
        StreamsSettings settings = new StreamsSettings(
                "budkavle-router", instance, directory.resolve(instance), null, 1, 1, 1, 20, 10, 16 << 20);
        return StreamsApplication.start(
                "router",
                RouterTopology.build(
                        RouterPart.ALL,
                        RouterConfig.defaults(),
                        DeadLetterRetention.DEFAULT,
                        topics.serdes(),
                        metrics,
                        new Pace(1, System::nanoTime)),
                settings.exactlyOnce(topics.kafka(), metrics));
    }

    /** Of the lane that is sent in. */
    private static int activeTasks(StreamsApplication application) {
        KafkaStreams streams = application.streams();
        return (int) streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .filter(partition -> partition.topic().equals(Topics.MESSAGES_NORMAL.name()))
                .count();
    }

    private void sendInEachConversation() {
        IntStream.range(0, CONVERSATIONS).forEach(i -> {
            Message message = message(RECIPIENT)
                    .setConversationId("conversation-" + i)
                    .setAcceptedAt(now())
                    .setExpiresAt(now().plus(Duration.ofDays(1)))
                    .build();
            topics.write(Topics.MESSAGES_NORMAL, message.getConversationId(), message);
        });
    }

    /** Recipients, as the books of all partitions count them. */
    private long received() {
        Map<String, Balance> latest = new HashMap<>();
        topics.committed(Topics.BALANCES.name()).forEach(record -> latest.put(record.key(), balance(record.value())));
        return latest.values().stream()
                .mapToLong(balance -> balance.getCounts().getOrDefault(Account.RECEIVED.code(), 0L))
                .sum();
    }

    private Balance balance(byte[] value) {
        return topics.serdes().value(Topics.BALANCES).deserializer().deserialize(Topics.BALANCES.name(), value);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
