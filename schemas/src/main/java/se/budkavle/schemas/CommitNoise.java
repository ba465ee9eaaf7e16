package se.budkavle.schemas;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps out of the log that a transaction began before the markers of the last one were written. Kafka's producer waits some
 * milliseconds and sends again, and warns each time: with three brokers ten times a second for each thread that commits often,
 * among which nobody would find what matters. What does not go away ends in another error, which is logged.
 */
public final class CommitNoise extends TurboFilter {

    private static final String SENDER = "org.apache.kafka.clients.producer.internals.Sender";
    private static final String ROUTINE = "Error: CONCURRENT_TRANSACTIONS";

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable t) {
        // Kafka hands over the text with its arguments in it.
        return logger.getName().equals(SENDER) && format != null && format.contains(ROUTINE)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
