package se.budkavle.notifier.feed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.feed.FeedReads.Numbered;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.streams.PoisonListener;
import se.budkavle.schemas.streams.StreamsSettings;

/**
 * The feed's topology on a test driver, in virtual time. What the feed writes to {@code notifications} comes back, as on
 * Kafka.
 */
final class FeedRig implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    static final String ORGANISATION = "0203:digg.se";
    static final Duration LIFETIME = Duration.ofDays(90);
    static final Duration TICK = Duration.ofMillis(100);
    static final int SWEEP_BATCH = 3;
    static final int COPIES_A_TICK = 2;

    static final FeedSettings SETTINGS = new FeedSettings(
            true,
            "budkavle-feed",
            1,
            0,
            Duration.ofMillis(100),
            Duration.ofMillis(20),
            Duration.ofDays(90),
            Duration.ofMillis(250),
            SWEEP_BATCH,
            Duration.ofMinutes(1),
            1 << 20,
            COPIES_A_TICK * 10);

    final AvroSerdes serdes;
    final List<String> told = new ArrayList<>();
    final List<ReplayStep> steps = new ArrayList<>();
    final TopologyTestDriver driver;
    final TestOutputTopic<String, Notification> copies;
    final TestOutputTopic<byte[], byte[]> deadLetters;

    private final TestInputTopic<String, Notification> notifications;
    private final Path state;
    private Instant now;
    private long written;

    FeedRig(Path state) {
        this(state, NOW, AvroSerdes.inMemory());
    }

    private FeedRig(Path state, Instant start, AvroSerdes serdes) {
        this.state = state;
        this.now = start;
        this.serdes = serdes;
        Properties properties = new StreamsSettings(
                        "budkavle-feed", "test", state, null, 1, 0, 1, 100, 20, 64L * 1024 * 1024)
                .atLeastOnce(new KafkaSettings("unused:1", "http://unused", Map.of()), PoisonListener.NONE);
        driver = new TopologyTestDriver(FeedTopology.build(serdes, SETTINGS, listener()), properties, start);
        notifications = driver.createInputTopic(
                "notifications",
                new StringSerializer(),
                serdes.value(Topics.NOTIFICATIONS).serializer());
        copies = driver.createOutputTopic(
                "notifications",
                new StringDeserializer(),
                serdes.value(Topics.NOTIFICATIONS).deserializer());
        deadLetters =
                driver.createOutputTopic("notifications.dlq", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private FeedListener listener() {
        return new FeedListener() {
            @Override
            public void onNotification(String subscriptionId) {
                told.add(subscriptionId);
            }

            @Override
            public void onReplay(ReplayStep step) {
                steps.add(step);
            }

            @Override
            public void onCopy() {
                written++;
            }
        };
    }

    /** Writes a notification. Its id is its event's. */
    long write(Notification notification) {
        return write(notification, null);
    }

    long write(Notification notification, @Nullable String traceparent) {
        var headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        RecordHeaders.put(headers, RecordHeaders.TRACEPARENT, traceparent);
        notifications.pipeInput(new TestRecord<>(notification.getSubscriptionId(), notification, headers, now));
        return written++;
    }

    Notification.Builder notification(String subscriptionId, String id) {
        return Notification.newBuilder()
                .setNotificationId(id)
                .setSubscriptionId(subscriptionId)
                .setOrganisation(ORGANISATION)
                .setKind(NotificationKind.EVENT)
                .setEventId(id)
                .setSource("urn:budkavle")
                .setEventType("se.budkavle.message.available")
                .setSubject("subject")
                .setTime(now)
                .setDataContentType("application/json")
                .setData(bytes("{\"n\":1.10}"))
                .setCreatedAt(now)
                .setExpiresAt(now.plus(LIFETIME));
    }

    long event(String subscriptionId, String id) {
        return write(notification(subscriptionId, id).build());
    }

    /** Asks for a replay. */
    long replay(String subscriptionId, String replayId, String data) {
        return write(notification(subscriptionId, "request of " + replayId)
                .setKind(NotificationKind.REPLAY)
                .setReplayId(replayId)
                .setData(bytes(data))
                .build());
    }

    long replayAll(String subscriptionId, String replayId) {
        return replay(subscriptionId, replayId, "{\"from\":null,\"to\":null,\"after\":null}");
    }

    void advance(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    Instant now() {
        return now;
    }

    /** Time goes on until every replay is done. */
    List<Notification> drain() {
        List<Notification> all = new ArrayList<>(copies.readValuesToList());
        while (store().replayAfter(null) != null) {
            advance(TICK);
            all.addAll(copies.readValuesToList());
        }
        return all;
    }

    List<String> ids(String subscriptionId) {
        return reads().list(subscriptionId, FeedReads.BEGINNING, Integer.MAX_VALUE, Long.MAX_VALUE).stream()
                .map(FeedRig::id)
                .toList();
    }

    static String id(Numbered item) {
        return item.entry().getNotification().getNotificationId();
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    FeedReads reads() {
        return store().reads();
    }

    FeedStore store() {
        return new FeedStore(bytes(), FeedSerdes.of(serdes));
    }

    KeyValueStore<Bytes, byte[]> bytes() {
        return driver.getKeyValueStore(FeedStore.NAME);
    }

    /** What the changelog says now. */
    List<KeyValue<Bytes, byte[]>> changelog() {
        List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
        try (var all = bytes().all()) {
            all.forEachRemaining(rows::add);
        }
        return rows;
    }

    /** The same after a restart: the store is what its changelog says. */
    FeedRig restarted() {
        return restarted(changelog());
    }

    /** The same after a crash that keeps a store of another time. */
    FeedRig restarted(List<KeyValue<Bytes, byte[]>> rows) {
        close();
        FeedRig next = new FeedRig(state, now, serdes);
        while (next.written < written) {
            next.write(notification("nobody", "filler")
                    .setKind(NotificationKind.VERIFICATION)
                    .build());
        }
        rows.forEach(row -> next.bytes().put(row.key, row.value));
        return next;
    }

    @Override
    public void close() {
        driver.close();
    }
}
