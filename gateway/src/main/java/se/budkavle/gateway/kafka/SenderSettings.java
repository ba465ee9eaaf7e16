package se.budkavle.gateway.kafka;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * Configuration {@code budkavle.gateway.sender}: how records are sent.
 *
 * @param timeout longest wait for a confirmation, all in all; 200 ms to 30 s
 * @param maxInFlight most records not yet confirmed, and as many of batches; more are refused, in a batch after a wait
 * @param bufferMemory most bytes waiting in a producer; there are two
 * @param gatherFor how long a record of many waits for those behind it; at most a tenth of the time limit
 */
@ConfigurationProperties("budkavle.gateway.sender")
public record SenderSettings(Duration timeout, int maxInFlight, long bufferMemory, Duration gatherFor) {

    /** Validates. */
    public SenderSettings {
        if (timeout.toMillis() < 200 || timeout.toMillis() > 30_000) {
            throw new IllegalArgumentException("budkavle.gateway.sender.timeout must be 200ms to 30s, not " + timeout);
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.sender.max-in-flight must be at least 1, not " + maxInFlight);
        }
        if (bufferMemory < 4L * 1024 * 1024) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.sender.buffer-memory must be at least 4194304, not " + bufferMemory);
        }
        if (gatherFor.isNegative() || gatherFor.multipliedBy(10).compareTo(timeout) > 0) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.sender.gather-for must be 0 to a tenth of timeout, not " + gatherFor);
        }
    }
}
