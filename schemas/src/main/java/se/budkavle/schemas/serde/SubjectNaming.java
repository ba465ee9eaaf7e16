package se.budkavle.schemas.serde;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Under which subject a value's schema is registered; Confluent's strategies of the same names. */
public enum SubjectNaming {
    /** {@code <topic>-value}. */
    TOPIC("io.confluent.kafka.serializers.subject.TopicNameStrategy") {
        @Override
        String subject(String topic, Schema schema) {
            return topic + "-value";
        }
    },
    /** The record's full name. */
    RECORD("io.confluent.kafka.serializers.subject.RecordNameStrategy") {
        @Override
        String subject(String topic, Schema schema) {
            return schema.getFullName();
        }
    };

    /** Configuration key, as Confluent's. */
    public static final String CONFIG = "value.subject.name.strategy";

    private final String confluentClass;

    SubjectNaming(String confluentClass) {
        this.confluentClass = confluentClass;
    }

    abstract String subject(String topic, Schema schema);

    /** What a serializer is configured with: Confluent's class name, which ours understands too. */
    public String configured() {
        return confluentClass;
    }

    static SubjectNaming of(@Nullable Object configured) {
        return configured != null && configured.toString().endsWith("RecordNameStrategy") ? RECORD : TOPIC;
    }
}
