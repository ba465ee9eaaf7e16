package se.budkavle.notifier.dispatcher;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;

/**
 * How notifications are pushed: to webhooks and, as far as it is the same, to subscribers' topics.
 *
 * @param enabled whether this instance takes part
 * @param applicationId consumer group and prefix of internal topics; never changes
 * @param ladder delays between the attempts of a notification; a subscription may have its own
 * @param jitter the part of a delay by which it is lengthened at most, by chance, so that retries do not come in waves
 * @param retryAfterCap the longest {@code Retry-After} that is honoured
 * @param maxInFlight most requests under way for a subscription that states no number of its own
 * @param maxOutstanding most requests under way in this process
 * @param slowAfter an endpoint whose last answer took so long, or lets wait for so long, is a slow one
 * @param slowShare the part of {@code maxOutstanding} that slow endpoints may have together
 * @param breakerThreshold failures in a row after which an endpoint is only probed, on the ladder's steps
 * @param suspendAfter how long an endpoint fails before its subscription is suspended
 * @param lanesRemembered subjects with something pending, of one partition, that are counted in memory
 * @param maxPayloadBytes largest body that is pushed; a subscription may state less
 * @param readAhead most requests under way to endpoints that answer promptly, of one partition, before more is read
 * @param connectTimeout how long connecting may take
 * @param timeout how long an attempt may take in all, from the look-up of the name to the answer
 * @param answerLimit how many bytes of an answer are read
 * @param allowLoopback whether endpoints may be on this machine: for local mode
 * @param allowPrivate whether endpoints may be in private networks: for an installation inside one
 * @param tick how often results are looked at while any are awaited and no notifications come
 * @param changesInterval how often changes of subscriptions are looked at while nothing is under way
 * @param deletedGrace how long a subscription must be missing before what is pending for it is dropped
 * @param sweepPause how long to pause between two looks through everything that is pending
 * @param threads stream threads
 * @param standbyReplicas warm copies of the queue on other instances
 * @param commitInterval how often is committed: what was settled since is pushed again after a crash
 */
@ConfigurationProperties("budkavle.notifier.dispatcher")
public record DispatcherSettings(
        @Bindable(defaultValue = "true") boolean enabled,
        @Bindable(defaultValue = "budkavle-dispatcher") String applicationId,

        @Bindable(defaultValue = "10s,30s,1m,5m,10m,30m,1h,3h,6h,12h,12h")
        List<Duration> ladder,

        @Bindable(defaultValue = "0.1") double jitter,
        @Bindable(defaultValue = "1h") Duration retryAfterCap,
        @Bindable(defaultValue = "16") int maxInFlight,
        @Bindable(defaultValue = "2048") int maxOutstanding,
        @Bindable(defaultValue = "250ms") Duration slowAfter,
        @Bindable(defaultValue = "0.5") double slowShare,
        @Bindable(defaultValue = "5") int breakerThreshold,
        @Bindable(defaultValue = "3d") Duration suspendAfter,
        @Bindable(defaultValue = "4096") int lanesRemembered,
        @Bindable(defaultValue = "2097152") int maxPayloadBytes,
        @Bindable(defaultValue = "256") int readAhead,
        @Bindable(defaultValue = "5s") Duration connectTimeout,
        @Bindable(defaultValue = "15s") Duration timeout,
        @Bindable(defaultValue = "4096") int answerLimit,
        @Bindable(defaultValue = "false") boolean allowLoopback,
        @Bindable(defaultValue = "false") boolean allowPrivate,
        @Bindable(defaultValue = "10ms") Duration tick,
        @Bindable(defaultValue = "250ms") Duration changesInterval,
        @Bindable(defaultValue = "10s") Duration deletedGrace,
        @Bindable(defaultValue = "10s") Duration sweepPause,
        @Bindable(defaultValue = "1") int threads,
        @Bindable(defaultValue = "0") int standbyReplicas,
        @Bindable(defaultValue = "100ms") Duration commitInterval) {

    private static final String PREFIX = "budkavle.notifier.dispatcher.";
    private static final int SMALLEST_ANSWER = 1024;
    private static final int SMALLEST_PAYLOAD = 1024;

    /** Validates. */
    public DispatcherSettings {
        require(!applicationId.isBlank(), "application-id must not be empty", "");
        ladder = List.copyOf(ladder);
        require(!ladder.isEmpty(), "ladder must not be empty", "");
        for (Duration delay : ladder) {
            requirePositive("ladder", delay);
        }
        require(jitter >= 0 && jitter <= 1, "jitter must be from 0 to 1, not ", jitter);
        requirePositive("retry-after-cap", retryAfterCap);
        require(maxInFlight >= 1, "max-in-flight must be at least 1, not ", maxInFlight);
        require(maxOutstanding >= 1, "max-outstanding must be at least 1, not ", maxOutstanding);
        requirePositive("slow-after", slowAfter);
        require(slowShare > 0 && slowShare <= 1, "slow-share must be more than 0 and at most 1, not ", slowShare);
        require(breakerThreshold >= 1, "breaker-threshold must be at least 1, not ", breakerThreshold);
        requirePositive("suspend-after", suspendAfter);
        require(lanesRemembered >= 0, "lanes-remembered must not be negative: ", lanesRemembered);
        require(maxPayloadBytes >= SMALLEST_PAYLOAD, "max-payload-bytes must be at least 1024, not ", maxPayloadBytes);
        require(readAhead >= 1, "read-ahead must be at least 1, not ", readAhead);
        requirePositive("connect-timeout", connectTimeout);
        requirePositive("timeout", timeout);
        require(answerLimit >= SMALLEST_ANSWER, "answer-limit must be at least 1024, not ", answerLimit);
        requirePositive("tick", tick);
        requirePositive("changes-interval", changesInterval);
        require(!deletedGrace.isNegative(), "deleted-grace must not be negative: ", deletedGrace);
        requirePositive("sweep-pause", sweepPause);
        require(threads >= 1, "threads must be at least 1, not ", threads);
        require(standbyReplicas >= 0, "standby-replicas must not be negative: ", standbyReplicas);
        requirePositive("commit-interval", commitInterval);
    }

    private static void requirePositive(String key, Duration duration) {
        require(duration.isPositive(), key + " must be positive, not ", duration);
    }

    private static void require(boolean holds, String sentence, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(PREFIX + sentence + value);
        }
    }
}
