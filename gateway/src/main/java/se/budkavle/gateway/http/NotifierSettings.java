package se.budkavle.gateway.http;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Configuration {@code budkavle.gateway.notifier}: where reads are forwarded to.
 *
 * @param urls base addresses of notifier instances; any of them knows the owner of a key
 * @param token the token that all services of an installation share
 * @param connectTimeout longest wait for a connection
 * @param timeout longest wait for an answer, beyond what the request itself waits
 * @param heartbeatInterval how often each instance is asked for a sign of life, where there are several
 * @param heartbeatTimeout an instance that gave none for so long is silent: nobody waits at it while there is another
 * @param maxInFlight most reads under way, long polls included; more are refused
 * @param maxInboxAddresses most addresses that one inbox list may cover
 */
@ConfigurationProperties("budkavle.gateway.notifier")
public record NotifierSettings(
        List<URI> urls,
        String token,
        Duration connectTimeout,
        Duration timeout,
        Duration heartbeatInterval,
        Duration heartbeatTimeout,
        int maxInFlight,
        int maxInboxAddresses) {

    /** Validates. */
    public NotifierSettings {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("budkavle.gateway.notifier.urls must not be empty");
        }
        if (token.isBlank()) {
            throw new IllegalArgumentException("budkavle.internal.token must not be empty");
        }
        if (!heartbeatInterval.isPositive() || !heartbeatTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.notifier.heartbeat-interval and .heartbeat-timeout must be positive");
        }
        if (maxInFlight < 1 || maxInboxAddresses < 1) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.notifier.max-in-flight and .max-inbox-addresses must be at least 1");
        }
        urls = List.copyOf(urls);
    }

    /** Names no token. */
    @Override
    public String toString() {
        return "NotifierSettings" + urls;
    }
}
