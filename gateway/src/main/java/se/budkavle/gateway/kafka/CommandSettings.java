package se.budkavle.gateway.kafka;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * Configuration {@code budkavle.gateway.commands}: how decisions are waited for.
 *
 * @param timeout longest wait for a decision; 100 ms to 30 s
 * @param remembered how long a command that was not decided in time is remembered, so that who asks again for the same
 *     waits for it, or gets its decision; at least the timeout
 * @param maxPending most commands waiting for their decision, but for those that are remembered; more are refused
 * @param maxRemembered most of those that are remembered; more are refused
 */
@ConfigurationProperties("budkavle.gateway.commands")
public record CommandSettings(Duration timeout, Duration remembered, int maxPending, int maxRemembered) {

    /** Validates. */
    public CommandSettings {
        if (timeout.toMillis() < 100 || timeout.toMillis() > 30_000) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.commands.timeout must be 100ms to 30s, not " + timeout);
        }
        if (remembered.compareTo(timeout) < 0) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.commands.remembered must be at least the timeout, not " + remembered);
        }
        if (maxPending < 1) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.commands.max-pending must be at least 1, not " + maxPending);
        }
        if (maxRemembered < 1) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.commands.max-remembered must be at least 1, not " + maxRemembered);
        }
    }
}
