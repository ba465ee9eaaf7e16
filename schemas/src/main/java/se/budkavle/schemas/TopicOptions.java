package se.budkavle.schemas;

import org.jspecify.annotations.Nullable;

/**
 * How topics are set up; configuration {@code budkavle.topics}.
 *
 * @param create whether missing topics are created; otherwise a missing one is an error
 * @param replicationFactor copies of each record; {@code min.insync.replicas} is one less, at least 1
 * @param partitions partitions of every topic, in place of what {@link Topics} says; null: as it says
 * @param deadLetters how long the records of dead letters are kept
 */
public record TopicOptions(
        boolean create, int replicationFactor, @Nullable Integer partitions, DeadLetterRetention deadLetters) {

    /** Validates. */
    public TopicOptions {
        if (replicationFactor < 1) {
            throw new IllegalArgumentException(
                    "budkavle.topics.replication-factor must be at least 1, not " + replicationFactor);
        }
        if (partitions != null && (partitions < 1 || partitions > 1000)) {
            throw new IllegalArgumentException("budkavle.topics.partitions must be 1 to 1000, not " + partitions);
        }
    }

    /** With dead letters kept as long as usual. */
    public TopicOptions(boolean create, int replicationFactor, @Nullable Integer partitions) {
        this(create, replicationFactor, partitions, DeadLetterRetention.DEFAULT);
    }

    int minInSyncReplicas() {
        return Math.max(1, replicationFactor - 1);
    }

    int partitionsOf(Topic<?> topic) {
        return partitions == null ? topic.partitions() : partitions;
    }
}
