package se.budkavle.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps out of the log the few warnings that Kafka writes at every start or stop of a single node and that tell nobody
 * anything. They are named one by one, because their loggers also say things that matter.
 */
public final class KafkaNoise extends TurboFilter {

    /** What the message contains, by logger. */
    private static final Map<String, String> HARMLESS = Map.of(
            // Every start: the only controller becomes the active one.
            "org.apache.kafka.controller.QuorumController", "Performing controller activation",
            // Every stop: the broker closes one of its own clients twice.
            "org.apache.kafka.clients.NetworkClient", "Attempting to close NetworkClient that has already been closed");

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable t) {
        String harmless = HARMLESS.get(logger.getName());
        return harmless != null && format != null && format.contains(harmless) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
