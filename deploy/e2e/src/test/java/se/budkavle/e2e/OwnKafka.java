package se.budkavle.e2e;

import org.jspecify.annotations.Nullable;

/** A Kafka that the tests bring along, in place of the embedded one. */
interface OwnKafka extends AutoCloseable {

    /** Where it is reached. */
    String bootstrapServers();

    @Override
    void close();

    /** The class named by {@code -Dbudkavle.e2e.broker}, started; null where none is named. */
    static @Nullable OwnKafka start() {
        var name = System.getProperty("budkavle.e2e.broker");
        if (name == null) {
            return null;
        }
        try {
            var constructor = Class.forName(name).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (OwnKafka) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("budkavle.e2e.broker is not a Kafka: " + name, e);
        }
    }
}
