package se.budkavle.notifier.feed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.FeedEntry;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.streams.PoisonListener;
import se.budkavle.schemas.streams.StreamsSettings;

/**
 * What the feed costs on disk. Not a test: {@code main} with the number of notifications, and {@code plain} for a store
 * that is not compressed. Notifications are of a message's steps, as the router writes them, to 1 000 subscriptions.
 */
final class FeedDiskBenchmark {

    private static final int SUBSCRIPTIONS = 1000;
    private static final int ROUNDS = 501;
    private static final int DRAINED_EVERY = 10_000;

    private FeedDiskBenchmark() {}

    /** Measures. */
    public static void main(String[] arguments) throws IOException {
        int number = Integer.parseInt(arguments[0]);
        boolean isPlain = arguments.length > 1;
        Path state = Files.createTempDirectory("feed-disk");
        AvroSerdes serdes = AvroSerdes.inMemory();
        Properties properties = new StreamsSettings(
                        "budkavle-feed", "test", state, null, 1, 0, 1, 100, 20, 64L * 1024 * 1024)
                .atLeastOnce(new KafkaSettings("unused:1", "http://unused", Map.of()), PoisonListener.NONE);
        if (!isPlain) {
            properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, CompressedRocksDb.class);
        }
        long source = 0;
        long changelog = 0;
        long store;
        long began = System.nanoTime();
        try (TopologyTestDriver driver = new TopologyTestDriver(
                FeedTopology.build(serdes, FeedRig.SETTINGS, FeedListener.NONE), properties, FeedRig.NOW)) {
            var serializer = serdes.value(Topics.NOTIFICATIONS).serializer();
            var notifications = driver.createInputTopic("notifications", new StringSerializer(), serializer);
            var written = driver.createOutputTopic(
                    "budkavle-feed-feed-changelog", new ByteArrayDeserializer(), new ByteArrayDeserializer());
            for (int n = 0; n < number; n++) {
                Notification notification = notification(n);
                source += serializer.serialize("notifications", notification).length;
                notifications.pipeInput(notification.getSubscriptionId(), notification);
                if (n % DRAINED_EVERY == DRAINED_EVERY - 1) {
                    for (var row : written.readRecordsToList()) {
                        changelog += row.key().length + row.value().length;
                    }
                }
            }
            System.out.printf("%d notifications in %d ms%n", number, millisSince(began));
            readPages(
                    driver.getKeyValueStore(FeedStore.NAME),
                    serdes,
                    notification(0).getSubscriptionId());
            // What lies in memory still is a few MB at most; the driver deletes the files when it is closed.
            store = size(state);
        }
        System.out.printf(
                "bytes each: %d in notifications, %d in the changelog (before compression), %d in the store%n",
                source / number, changelog / number, store / number);
        Utils.delete(state.toFile());
    }

    private static void readPages(KeyValueStore<Bytes, byte[]> store, AvroSerdes serdes, String subscription) {
        FeedReads reads = new FeedReads(store, serdes.state(FeedEntry.class).deserializer());
        long[] micros = new long[ROUNDS];
        int bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            FeedPage page = new FeedPage(reads.list(subscription, FeedReads.BEGINNING, 100, Long.MAX_VALUE), 0);
            bytes = page.json().length;
            micros[round] = (System.nanoTime() - began) / 1000;
        }
        Arrays.sort(micros);
        System.out.printf("a page of 100 items, %d bytes: median %d us%n", bytes, micros[ROUNDS / 2]);
    }

    private static Notification notification(int n) {
        Instant now = FeedRig.NOW.plusMillis(n);
        String message = UUID.randomUUID().toString();
        return Notification.newBuilder()
                .setNotificationId(UUID.randomUUID().toString())
                .setSubscriptionId(new UUID(1, n % SUBSCRIPTIONS).toString())
                .setOrganisation(FeedRig.ORGANISATION)
                .setEventId(UUID.randomUUID().toString())
                .setSource("urn:budkavle")
                .setEventType("se.budkavle.message.available")
                .setSubject(UUID.randomUUID().toString())
                .setTime(now)
                .setDataContentType("application/json")
                .setData(FeedRig.bytes("""
                        {"messageId":"%s","senderMessageId":"arende-%d","recipient":"0203:digg.se",\
                        "status":"AVAILABLE","reason":null}""".formatted(message, n)))
                .setMessageId(message)
                .setDeliveryId(UUID.randomUUID().toString())
                .setCreatedAt(now)
                .setExpiresAt(now.plus(Duration.ofDays(90)))
                .build();
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> {
                        try {
                            return Files.size(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .sum();
        }
    }
}
