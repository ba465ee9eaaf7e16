package se.budkavle.schemas;

import java.util.List;

/** What must be there before a service uses Kafka. */
public final class TopicsAndSchemas {

    private TopicsAndSchemas() {}

    /**
     * Sees to it that every topic and every schema is there: at once, as a service that starts waits for both. Idempotent; several services
     * may do it at once.
     *
     * @throws IllegalStateException as {@link TopicAdmin#ensure}
     * @throws org.apache.kafka.common.errors.SerializationException as {@link SchemaRegistration#registerAll}
     */
    public static void ensure(KafkaSettings kafka, TopicOptions options) {
        AtOnce.run(List.of(() -> TopicAdmin.ensure(kafka, options), () -> SchemaRegistration.registerAll(kafka)));
    }
}
