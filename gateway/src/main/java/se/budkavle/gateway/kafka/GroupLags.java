package se.budkavle.gateway.kafka;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the applications are behind what they read: records that lie in their topics and are not committed. */
@Singleton
public final class GroupLags {

    private static final long PATIENCE_SECONDS = 3;

    private final Admin admin;

    /** Asks that Kafka. */
    public GroupLags(Admin admin) {
        this.admin = admin;
    }

    /** {@return records behind by consumer group, or empty if Kafka does not tell; a group that never read is left out} */
    public Optional<Map<String, Long>> read(Collection<String> groups) {
        try {
            var committed = admin.listConsumerGroupOffsets(groups.stream()
                            .collect(
                                    Collectors.toMap(Function.identity(), group -> new ListConsumerGroupOffsetsSpec())))
                    .all()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var ends = admin.listOffsets(committed.values().stream()
                            .flatMap(offsets -> offsets.keySet().stream())
                            .distinct()
                            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())))
                    .all()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Optional.of(lags(committed, ends));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static Map<String, Long> lags(
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed,
            Map<TopicPartition, ListOffsetsResultInfo> ends) {
        var lags = new TreeMap<String, Long>();
        committed.forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
            var end = ends.get(partition);
            // A partition that was read but never committed has no offset.
            if (offset != null && end != null) {
                lags.merge(group, Math.max(0, end.offset() - offset.offset()), Long::sum);
            }
        }));
        return lags;
    }
}
