package se.budkavle.notifier.health;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How the health of organisations is watched.
 *
 * @param enabled whether this instance takes part
 * @param applicationId consumer group and prefix of internal topics; another one begins with organisations of which nothing
 *     is known but what {@code message-events} still holds
 * @param partitions parts of the organisations; another number needs another application id
 * @param threads stream threads
 * @param standbyReplicas warm copies of the state on other instances
 * @param commitInterval how often is committed; an event takes two of them
 * @param poll how long a thread waits for records
 * @param gaps how many gaps between sendings are remembered of an organisation
 * @param gapsNeeded how many must be known before a silence means anything
 * @param sending messages that follow the first within this are one sending; zero: each is one
 * @param silenceFactor how many times the median gap a silence lasts
 * @param silenceAtLeast how long it lasts at least
 * @param silenceAtMost who is silent for longer has left, and is not told of any more
 * @param failures how many deliveries in a row must fail
 * @param failuresFor how long ago the last of them may be: what is read late is no news
 * @param rateHours over how many hours failures are counted
 * @param checkInterval how often is looked for silences
 * @param settle how long after a start is looked first: what came in meanwhile is to be read before
 */
@ConfigurationProperties("budkavle.notifier.health")
public record HealthSettings(
        @Bindable(defaultValue = "true") boolean enabled,
        @Bindable(defaultValue = "budkavle-health") String applicationId,
        @Bindable(defaultValue = "12") int partitions,
        @Bindable(defaultValue = "1") int threads,
        @Bindable(defaultValue = "0") int standbyReplicas,
        @Bindable(defaultValue = "1s") Duration commitInterval,
        @Bindable(defaultValue = "100ms") Duration poll,
        @Bindable(defaultValue = "50") int gaps,
        @Bindable(defaultValue = "5") int gapsNeeded,
        @Bindable(defaultValue = "20m") Duration sending,
        @Bindable(defaultValue = "3") int silenceFactor,
        @Bindable(defaultValue = "1h") Duration silenceAtLeast,
        @Bindable(defaultValue = "30d") Duration silenceAtMost,
        @Bindable(defaultValue = "5") int failures,
        @Bindable(defaultValue = "1h") Duration failuresFor,
        @Bindable(defaultValue = "24") int rateHours,
        @Bindable(defaultValue = "1m") Duration checkInterval,
        @Bindable(defaultValue = "5m") Duration settle) {

    private static final String PREFIX = "budkavle.notifier.health.";
    private static final int MOST_GAPS = 1000;
    private static final int MOST_HOURS = 24 * 7;

    /** Validates. */
    public HealthSettings {
        within("partitions", partitions, Integer.MAX_VALUE);
        within("gaps", gaps, MOST_GAPS);
        within("gaps-needed", gapsNeeded, gaps);
        within("silence-factor", silenceFactor, Integer.MAX_VALUE);
        within("failures", failures, Integer.MAX_VALUE);
        within("rate-hours", rateHours, MOST_HOURS);
        positive("silence-at-least", silenceAtLeast);
        positive("failures-for", failuresFor);
        positive("check-interval", checkInterval);
        if (sending.isNegative() || sending.compareTo(silenceAtLeast) >= 0) {
            throw new IllegalArgumentException(
                    PREFIX + "sending must be from 0 to less than silence-at-least, not " + sending);
        }
        if (silenceAtMost.compareTo(silenceAtLeast) <= 0) {
            throw new IllegalArgumentException(
                    PREFIX + "silence-at-most must be more than silence-at-least, not " + silenceAtMost);
        }
        if (settle.isNegative()) {
            throw new IllegalArgumentException(PREFIX + "settle must not be negative: " + settle);
        }
    }

    private static void within(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(PREFIX + key
                    + (most == Integer.MAX_VALUE ? " must be at least 1" : " must be from 1 to " + most) + ", not "
                    + value);
        }
    }

    private static void positive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(PREFIX + key + " must be positive, not " + value);
        }
    }
}
