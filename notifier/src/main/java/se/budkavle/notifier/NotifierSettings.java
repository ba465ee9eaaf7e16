package se.budkavle.notifier;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the applications of one notifier share.
 *
 * @param stateDirectory where the applications keep what they can rebuild
 * @param instanceId stable name of this instance: its static group membership; unique in the installation
 * @param advertisedHost host under which the other instances reach this one's HTTP port
 * @param maxWaiting how many requests may wait for news at the same time
 * @param closeTimeout how long an application may take to stop
 */
@ConfigurationProperties("budkavle.notifier")
public record NotifierSettings(
        Path stateDirectory,
        String instanceId,
        @Bindable(defaultValue = "localhost") String advertisedHost,
        @Bindable(defaultValue = "1000") int maxWaiting,
        @Bindable(defaultValue = "5s") Duration closeTimeout) {

    /** Validates. */
    public NotifierSettings {
        if (instanceId.isBlank()) {
            throw new IllegalArgumentException("budkavle.notifier.instance-id must not be empty");
        }
        if (advertisedHost.isBlank()) {
            throw new IllegalArgumentException("budkavle.notifier.advertised-host must not be empty");
        }
        if (maxWaiting < 1) {
            throw new IllegalArgumentException("budkavle.notifier.max-waiting must be at least 1, not " + maxWaiting);
        }
        if (closeTimeout.isNegative()) {
            throw new IllegalArgumentException("budkavle.notifier.close-timeout must not be negative: " + closeTimeout);
        }
    }
}
