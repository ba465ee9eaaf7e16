package se.budkavle.notifier.state;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import se.budkavle.schemas.KafkaSettings;

/**
 * How far an application has come in a topic. Its store shows what it has decided and not yet committed; if it is killed
 * then, the next owner comes to the same only later. So what a store does not have is certain only when the application
 * has committed all that lay before it.
 */
public final class Progress implements AutoCloseable {

    private final Admin admin;
    private final String group;
    private final String topic;
    private final Duration patience;

    /**
     * @param group the application's id
     * @param topic what it reads
     * @param patience how long Kafka is waited for
     */
    public Progress(KafkaSettings kafka, String group, String topic, Duration patience) {
        this.group = group;
        this.topic = topic;
        this.patience = patience;
        Map<String, Object> properties = kafka.clientProperties();
        int millis = Math.toIntExact(patience.toMillis());
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, group + "-progress");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        this.admin = Admin.create(properties);
    }

    /**
     * Begins to ask where partitions end now.
     *
     * @return the offset after the last record of each that a transaction does not hold back
     */
    public CompletableFuture<Map<TopicPartition, Long>> ends(Collection<Integer> partitions) {
        Map<TopicPartition, OffsetSpec> latest = partitions.stream()
                .distinct()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic, partition), partition -> OffsetSpec.latest()));
        return admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(ends -> ends.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, end -> end.getValue().offset())));
    }

    /** Whether the application has committed all that lay before these ends; false where Kafka does not say. */
    public boolean hasPassed(CompletableFuture<Map<TopicPartition, Long>> ends) {
        try {
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .toCompletionStage();
            for (var end : ends.get(patience.toMillis(), TimeUnit.MILLISECONDS).entrySet()) {
                var reached = committed
                        .toCompletableFuture()
                        .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .get(end.getKey());
                if (end.getValue() > (reached == null ? 0 : reached.offset())) {
                    return false;
                }
            }
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
