package se.budkavle.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.nio.channels.ClosedSelectorException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps out of the log the few warnings that libraries write at every start or stop of this system and that tell nobody
 * anything. They are named one by one, because their loggers also say things that matter.
 */
public final class LibraryNoise extends TurboFilter {

    /** What the message contains, by logger. */
    private static final Map<String, List<String>> HARMLESS = Map.of(
            // Every start: the only controller becomes the active one.
            "org.apache.kafka.controller.QuorumController",
            List.of("Performing controller activation"),
            "org.apache.kafka.clients.NetworkClient",
            List.of(
                    // Every stop: the broker closes one of its own clients twice.
                    "Attempting to close NetworkClient that has already been closed",
                    // The first start: Kafka Streams asks for topics that it is just creating, and asks again.
                    "reported a recoverable issue with correlation id"),
            // The first start: several transactional producers at once each have the topic created.
            "kafka.server.DefaultAutoTopicCreationManager",
            List.of("with error 'TOPIC_ALREADY_EXISTS'"),
            // Every ephemeral one: what is in the system's temporary directory is meant to go.
            "org.apache.kafka.streams.processor.internals.StateDirectory",
            List.of("Using an OS temp directory in the state.dir property"),
            // The global stores are filled by processors of ours, which count and skip what they cannot read.
            "org.apache.kafka.streams.StreamsConfig",
            List.of("Processing exception handler is not enabled for the GlobalThread"),
            // Every start: a global consumer asks for the end of a partition whose position it has not set yet.
            "org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils",
            List.of("Not updating last stable offset for partition"));

    /** Every stop with an open connection: the client is closed at once, and its selector's thread is told by this. */
    private static final String HTTP_CLIENT = "org.apache.hc.client5.http.impl.async";

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable t) {
        return isHarmless(logger.getName(), format, t) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private static boolean isHarmless(String logger, @Nullable String format, @Nullable Throwable t) {
        if (t instanceof ClosedSelectorException) {
            return logger.startsWith(HTTP_CLIENT);
        }
        return format != null
                && HARMLESS.getOrDefault(logger, List.of()).stream().anyMatch(format::contains);
    }
}
