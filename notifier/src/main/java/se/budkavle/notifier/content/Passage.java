package se.budkavle.notifier.content;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** One passage through several partitions that takes the records of known offsets, and jumps over long stretches without any. */
final class Passage {

    private static final Duration SLICE = Duration.ofMillis(200);

    /** A stretch that is not worth reading. */
    private static final long FAR = 500;

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, TreeSet<Long>> left = new HashMap<>();
    private final long deadline;
    private final List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();

    /** @param deadline by {@link System#nanoTime} */
    Passage(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Set<Long>> places, long deadline) {
        this.consumer = consumer;
        this.deadline = deadline;
        places.forEach((partition, offsets) -> left.put(partition, new TreeSet<>(offsets)));
    }

    /** {@return the records that lie there; empty if the time is over} */
    Optional<List<ConsumerRecord<byte[], byte[]>>> run() {
        consumer.assign(left.keySet());
        try {
            left.forEach((partition, offsets) -> consumer.seek(partition, offsets.first()));
            while (!left.isEmpty()) {
                long time = deadline - System.nanoTime();
                if (time <= 0) {
                    return Optional.empty();
                }
                poll(SLICE.toNanos() < time ? SLICE : Duration.ofNanos(time));
            }
            return Optional.of(found);
        } finally {
            consumer.unsubscribe();
        }
    }

    private void poll(Duration time) {
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(time);
        } catch (OffsetOutOfRangeException e) {
            e.partitions().forEach(this::leave);
            return;
        }
        for (TopicPartition partition : records.partitions()) {
            TreeSet<Long> offsets = left.get(partition);
            if (offsets != null) {
                records.records(partition).stream()
                        .filter(record -> offsets.contains(record.offset()))
                        .forEach(found::add);
            }
        }
        if (records.isEmpty()) {
            leaveEnds();
        }
        for (TopicPartition partition : List.copyOf(left.keySet())) {
            goOn(partition);
        }
    }

    private void goOn(TopicPartition partition) {
        TreeSet<Long> offsets = left.getOrDefault(partition, new TreeSet<>());
        long position = consumer.position(partition);
        // What was passed is found, or not there.
        offsets.headSet(position).clear();
        if (offsets.isEmpty()) {
            leave(partition);
        } else if (offsets.first() - position > FAR) {
            consumer.seek(partition, offsets.first());
        }
    }

    private void leaveEnds() {
        consumer.endOffsets(left.keySet()).forEach((partition, end) -> {
            if (consumer.position(partition) >= end) {
                leave(partition);
            }
        });
    }

    private void leave(TopicPartition partition) {
        left.remove(partition);
        consumer.pause(List.of(partition));
    }
}
