package se.budkavle.gateway.event;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * Configuration {@code budkavle.gateway.events}: how events are taken in.
 *
 * @param maxBatch most events of a batch; they are sent together, so no more than {@code sender.max-in-flight} ever can be
 */
@ConfigurationProperties("budkavle.gateway.events")
public record EventSettings(int maxBatch) {

    /** Validates. */
    public EventSettings {
        if (maxBatch < 1) {
            throw new IllegalArgumentException("budkavle.gateway.events.max-batch must be at least 1, not " + maxBatch);
        }
    }
}
