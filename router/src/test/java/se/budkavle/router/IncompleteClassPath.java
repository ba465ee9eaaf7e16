package se.budkavle.router;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import se.budkavle.schemas.TopicOptions;

/** What a start meets where a jar is missing. */
@Singleton
@Requires(property = IncompleteClassPath.PROPERTY)
final class IncompleteClassPath implements BeanCreatedEventListener<TopicOptions> {

    static final String PROPERTY = "test.incomplete-class-path";

    static volatile boolean closed;

    @Override
    public TopicOptions onCreated(BeanCreatedEvent<TopicOptions> event) {
        throw new NoClassDefFoundError("a class of a jar that is missing");
    }

    @PreDestroy
    void close() {
        closed = true;
    }
}
