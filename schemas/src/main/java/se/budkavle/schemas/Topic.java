package se.budkavle.schemas;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A topic, declared once: its name, what is on it, how it is cut and how long it lasts. Keys are UTF-8 strings.
 *
 * @param <V> the type of its values
 * @param name the topic's name
 * @param valueType the generated Avro class of its values
 * @param partitions how many partitions an installation starts with
 * @param cleanup what is kept
 * @param time whose clock sets a record's timestamp
 * @param maxRecordBytes the largest record the broker takes
 */
public record Topic<V extends SpecificRecord>(
        String name, Class<V> valueType, int partitions, Cleanup cleanup, Time time, int maxRecordBytes) {

    /** What a topic keeps. */
    public sealed interface Cleanup {
        /** The newest record of each key. */
        record Compact() implements Cleanup {}

        /**
         * The newest record of each key, and what it replaced is gone from disks before long.
         *
         * @param within how long that lies there at most, once another record came behind it
         */
        record Forget(Duration within) implements Cleanup {}

        /**
         * Everything for a time.
         *
         * @param time how long
         */
        record Retain(Duration time) implements Cleanup {}
    }

    /** Whose clock sets a record's timestamp. */
    public enum Time {
        /** The producer's. */
        CREATE,
        /** The broker's, where a wrong clock of a producer must not matter. */
        APPEND
    }

    /** The serde of its keys. */
    public Serde<String> keySerde() {
        return Serdes.String();
    }

    /** The topic of its dead letters. */
    public String deadLetters() {
        return Topics.deadLettersOf(name);
    }

    /** The settings of the topic on the broker, without those that depend on the number of brokers. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        switch (cleanup) {
            case Cleanup.Compact ignored ->
                settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            case Cleanup.Forget forget -> {
                settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
                settings.put(
                        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                        Long.toString(forget.within().toMillis()));
            }
            case Cleanup.Retain retain -> {
                settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                settings.put(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(retain.time().toMillis()));
            }
        }
        if (time == Time.APPEND) {
            settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        }
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxRecordBytes));
        return settings;
    }
}
