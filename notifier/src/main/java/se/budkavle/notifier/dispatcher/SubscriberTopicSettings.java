package se.budkavle.notifier.dispatcher;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How the topics of subscribers are set up.
 *
 * @param partitions partitions of a topic whose subscription states no number of its own
 * @param retention how long a notification is kept there
 * @param remembered topics that are known to be there, and are not asked for before each notification
 */
@ConfigurationProperties("budkavle.notifier.dispatcher.topics")
public record SubscriberTopicSettings(
        @Bindable(defaultValue = "3") int partitions,
        @Bindable(defaultValue = "90d") Duration retention,
        @Bindable(defaultValue = "10000") int remembered) {

    private static final String PREFIX = "budkavle.notifier.dispatcher.topics.";

    /** Validates. */
    public SubscriberTopicSettings {
        if (partitions < 1 || partitions > 1000) {
            throw new IllegalArgumentException(PREFIX + "partitions must be 1 to 1000, not " + partitions);
        }
        if (!retention.isPositive()) {
            throw new IllegalArgumentException(PREFIX + "retention must be positive, not " + retention);
        }
        if (remembered < 1) {
            throw new IllegalArgumentException(PREFIX + "remembered must be at least 1, not " + remembered);
        }
    }
}
