package se.budkavle.gateway.http;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * Configuration {@code budkavle.gateway.streams}: feeds that are told as server-sent events.
 *
 * @param mostOpen most open streams
 * @param mostOpenPerOrganisation most open streams of an organisation, at this gateway
 * @param heartbeat after how long without an event a comment is sent, so that nobody on the way takes the connection for dead
 * @param longest how long a stream may be; then it ends, and its reader opens another with a token that still holds
 * @param patience how long a reader may take for what was sent before its stream is ended
 */
@ConfigurationProperties("budkavle.gateway.streams")
public record StreamSettings(
        int mostOpen, int mostOpenPerOrganisation, Duration heartbeat, Duration longest, Duration patience) {

    private static final String PREFIX = "budkavle.gateway.streams.";
    private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(60);

    /** Validates. */
    public StreamSettings {
        if (mostOpen < 0 || mostOpenPerOrganisation < 0) {
            throw new IllegalArgumentException(
                    PREFIX + "most-open and .most-open-per-organisation must not be negative");
        }
        if (!heartbeat.isPositive() || heartbeat.compareTo(LONGEST_HEARTBEAT) > 0) {
            throw new IllegalArgumentException(PREFIX + "heartbeat must be up to 60s, not " + heartbeat);
        }
        if (!longest.isPositive() || !patience.isPositive()) {
            throw new IllegalArgumentException(PREFIX + "longest and .patience must be positive");
        }
    }
}
