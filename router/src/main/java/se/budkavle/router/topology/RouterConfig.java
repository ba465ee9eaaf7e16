package se.budkavle.router.topology;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * What an installation may decide about routing; configuration {@code budkavle.router}.
 *
 * @param deduplicationWindow how long a message id is remembered
 * @param sweepPause how long after all ids were looked at it is looked for forgotten ones again
 * @param sweepInterval the pause between two looks at some of them
 * @param sweepEntries how many ids are looked at each time, in each partition
 * @param unknownGrace how long an unknown address is looked up again before the message is held
 * @param lookupInterval how often it is looked up
 * @param lookupsPerRound how many are looked up each time, in each partition
 * @param releaseInterval how often timers are looked at: releases, expiries, suspensions
 * @param releasesPerRound for how many recipients each time, in each partition
 * @param booksInterval how often changed balances are shown
 * @param maxMoves how many moves of an address are followed
 * @param firstComeFirstOwned whether an address that names no organisation may be claimed by whoever comes first;
 *     otherwise by operators only
 * @param notificationExpiry how long a notification is pushed and can be pulled
 * @param bulkPerSecond how many recipients of bulk messages are routed a second by this instance, at most
 * @param replayJobRetention how long a replay job is shown after its end
 */
@ConfigurationProperties("budkavle.router")
public record RouterConfig(
        @Bindable(defaultValue = "P30D") Duration deduplicationWindow,
        @Bindable(defaultValue = "PT1H") Duration sweepPause,
        @Bindable(defaultValue = "PT1S") Duration sweepInterval,
        @Bindable(defaultValue = "1000") int sweepEntries,
        @Bindable(defaultValue = "PT10S") Duration unknownGrace,
        @Bindable(defaultValue = "PT0.1S") Duration lookupInterval,
        @Bindable(defaultValue = "1000") int lookupsPerRound,
        @Bindable(defaultValue = "PT0.1S") Duration releaseInterval,
        @Bindable(defaultValue = "250") int releasesPerRound,
        @Bindable(defaultValue = "PT1S") Duration booksInterval,
        @Bindable(defaultValue = "5") int maxMoves,
        @Bindable(defaultValue = "true") boolean firstComeFirstOwned,
        @Bindable(defaultValue = "P90D") Duration notificationExpiry,
        @Bindable(defaultValue = "400") int bulkPerSecond,
        @Bindable(defaultValue = "P150D") Duration replayJobRetention) {

    /** Scheduled messages are released within this of their time. */
    private static final Duration RELEASE_PROMISE = Duration.ofSeconds(2);

    /** Validates. */
    public RouterConfig {
        positive("deduplication-window", deduplicationWindow);
        positive("sweep-pause", sweepPause);
        positive("sweep-interval", sweepInterval);
        positive("sweep-entries", sweepEntries);
        positive("lookup-interval", lookupInterval);
        positive("lookups-per-round", lookupsPerRound);
        positive("release-interval", releaseInterval);
        positive("releases-per-round", releasesPerRound);
        positive("books-interval", booksInterval);
        positive("notification-expiry", notificationExpiry);
        positive("bulk-per-second", bulkPerSecond);
        positive("replay-job-retention", replayJobRetention);
        if (unknownGrace.isNegative()) {
            throw new IllegalArgumentException("budkavle.router.unknown-grace must not be negative: " + unknownGrace);
        }
        if (maxMoves < 0) {
            throw new IllegalArgumentException("budkavle.router.max-moves must not be negative: " + maxMoves);
        }
        if (releaseInterval.compareTo(RELEASE_PROMISE) >= 0) {
            throw new IllegalArgumentException("budkavle.router.release-interval must be less than " + RELEASE_PROMISE
                    + ", not " + releaseInterval);
        }
    }

    /** What holds where nothing is configured. */
    public static RouterConfig defaults() {
        return new RouterConfig(
                Duration.ofDays(30),
                Duration.ofHours(1),
                Duration.ofSeconds(1),
                1000,
                Duration.ofSeconds(10),
                Duration.ofMillis(100),
                1000,
                Duration.ofMillis(100),
                250,
                Duration.ofSeconds(1),
                5,
                true,
                Duration.ofDays(90),
                400,
                Duration.ofDays(150));
    }

    private static void positive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("budkavle.router." + key + " must be positive, not " + value);
        }
    }

    private static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("budkavle.router." + key + " must be at least 1, not " + value);
        }
    }
}
