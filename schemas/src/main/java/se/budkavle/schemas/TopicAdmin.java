package se.budkavle.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Sees to it that every topic is there, cut as {@link Topics} says. Idempotent; several services may do it at once. */
public final class TopicAdmin {

    private static final long TIMEOUT_SECONDS = 30;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private TopicAdmin() {}

    /**
     * Creates what is missing, or checks that nothing is.
     *
     * @throws IllegalStateException when a topic is missing and may not be created, when two topics that are read
     *     together are cut differently, or when Kafka does not answer in time
     */
    public static void ensure(KafkaSettings settings, TopicOptions options) {
        Map<String, NewTopic> wanted = wanted(options);
        try (Admin admin = Admin.create(settings.clientProperties())) {
            Set<String> missing = new TreeSet<>(wanted.keySet());
            missing.removeAll(admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            if (!missing.isEmpty()) {
                if (!options.create()) {
                    throw new IllegalStateException(
                            "topics are missing, and budkavle.topics.create is false: " + missing);
                }
                create(admin, missing.stream().map(wanted::get).toList());
            }
            Map<String, TopicDescription> found = awaitAll(admin, wanted.keySet());
            checkCopartitioned(found);
            // Of what is new only: a partition that has lost its leader must not keep a service from starting.
            found.keySet().retainAll(missing);
            awaitLeaders(admin, partitions(found));
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "Kafka at " + settings.bootstrapServers() + " did not set up the topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while setting up the topics", e);
        }
    }

    private static void create(Admin admin, List<NewTopic> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        for (var created : admin.createTopics(topics).values().values()) {
            try {
                created.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                // Another service was quicker.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private static Map<String, TopicDescription> awaitAll(Admin admin, Set<String> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        return new TreeMap<>(untilKnown(() -> admin.describeTopics(topics).allTopicNames()));
    }

    private static List<TopicPartition> partitions(Map<String, TopicDescription> topics) {
        return topics.entrySet().stream()
                .flatMap(topic -> topic.getValue().partitions().stream()
                        .map(partition -> new TopicPartition(topic.getKey(), partition.partition())))
                .toList();
    }

    /**
     * Waits until each partition, just created, can be written to, which comes after its description. A producer that does not wait for
     * answers might else see its first batch refused and the next taken, as the broker takes any number for the first of a producer
     * that it does not know; the one that was refused could never follow.
     *
     * @throws ExecutionException when one is still unknown after half a minute, or what Kafka answers instead
     * @throws TimeoutException when Kafka does not answer for half a minute
     */
    public static void awaitLeaders(Admin admin, Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        partitions.forEach(partition -> ends.put(partition, OffsetSpec.latest()));
        if (!ends.isEmpty()) {
            // The leaders themselves answer.
            untilKnown(() -> admin.listOffsets(ends).all());
        }
    }

    /** A topic that was created is known to every broker a moment later only; Streams gives up where one is missing. */
    private static <T> T untilKnown(Supplier<KafkaFuture<T>> question)
            throws ExecutionException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            try {
                return question.get().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            pause();
        }
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(PAUSE);
    }

    /** The mailbox reads both by recipient: the same key must fall to the same task. */
    private static void checkCopartitioned(Map<String, TopicDescription> found) {
        List<String> together = List.of(Topics.DELIVERIES.name(), Topics.MAILBOX_COMMANDS.name());
        long counts = together.stream()
                .map(found::get)
                .map(topic -> topic.partitions().size())
                .distinct()
                .count();
        if (counts != 1) {
            throw new IllegalStateException("these topics must have the same number of partitions: " + together);
        }
    }

    private static Map<String, NewTopic> wanted(TopicOptions options) {
        Map<String, NewTopic> wanted = new TreeMap<>();
        List<NewTopic> topics = new ArrayList<>();
        for (Topic<?> topic : Topics.all()) {
            topics.add(newTopic(topic.name(), options.partitionsOf(topic), topic.settings(), options));
        }
        for (Topic<?> topic : Topics.withDeadLetters()) {
            topics.add(newTopic(
                    topic.deadLetters(),
                    options.partitionsOf(topic),
                    Topics.deadLetterSettings(options.deadLetters()),
                    options));
        }
        topics.forEach(topic -> wanted.put(topic.name(), topic));
        return wanted;
    }

    private static NewTopic newTopic(String name, int partitions, Map<String, String> settings, TopicOptions options) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(options.minInSyncReplicas()));
        return new NewTopic(name, partitions, (short) options.replicationFactor()).configs(all);
    }
}
