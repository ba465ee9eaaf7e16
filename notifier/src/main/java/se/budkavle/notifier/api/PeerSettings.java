package se.budkavle.notifier.api;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Configuration {@code budkavle.notifier.peers}: how long other instances of the notifier are waited for.
 *
 * @param connectTimeout longest wait for a connection
 * @param timeout longest wait for an answer, beyond what it was itself asked to wait for news
 */
@ConfigurationProperties("budkavle.notifier.peers")
public record PeerSettings(
        @Bindable(defaultValue = "1s") Duration connectTimeout,
        @Bindable(defaultValue = "3s") Duration timeout) {

    /** Validates. */
    public PeerSettings {
        if (!connectTimeout.isPositive() || !timeout.isPositive()) {
            throw new IllegalArgumentException("budkavle.notifier.peers.connect-timeout and .timeout must be positive");
        }
    }
}
