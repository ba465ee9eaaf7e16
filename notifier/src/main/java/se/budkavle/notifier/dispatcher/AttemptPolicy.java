package se.budkavle.notifier.dispatcher;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.AttemptOutcome;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.PendingNotification;

/** Decides what follows from an attempt. Pure. */
final class AttemptPolicy {

    /** Why a subscription is suspended whose endpoint answered 410. */
    static final String ENDPOINT_GONE = "endpoint-gone";

    /** Why a subscription is suspended whose endpoint failed for too long. */
    static final String ENDPOINT_FAILING = "endpoint-failing";

    /** Why a subscription is suspended whose endpoint never gave the challenge back. */
    static final String VERIFICATION_FAILED = "verification-failed";

    private static final int GONE = 410;

    /** Client errors that may heal: time-out, conflict, too early, too many. */
    private static final Set<Integer> HEALING = Set.of(408, 409, 425, 429);

    private final Ladder ladder;
    private final Duration retryAfterCap;

    AttemptPolicy(Ladder ladder, Duration retryAfterCap) {
        this.ladder = ladder;
        this.retryAfterCap = retryAfterCap;
    }

    /** The installation's. */
    static AttemptPolicy of(DispatcherSettings settings) {
        return new AttemptPolicy(new Ladder(settings.ladder(), settings.jitter()), settings.retryAfterCap());
    }

    /** What an attempt met, as it is recorded. */
    static AttemptOutcome outcome(Notification notification, AttemptResult result) {
        return switch (result) {
            case AttemptResult.Answered answer
            when isSuccess(answer.status()) ->
                answersChallenge(notification, answer) ? AttemptOutcome.SUCCEEDED : AttemptOutcome.CHALLENGE_FAILED;
            case AttemptResult.Answered ignored -> AttemptOutcome.HTTP_STATUS;
            case AttemptResult.Written ignored -> AttemptOutcome.SUCCEEDED;
            case AttemptResult.TimedOut ignored -> AttemptOutcome.TIMED_OUT;
            case AttemptResult.ConnectFailed ignored -> AttemptOutcome.CONNECT_FAILED;
            case AttemptResult.Broken ignored -> AttemptOutcome.CONNECT_FAILED;
            case AttemptResult.TargetRefused ignored -> AttemptOutcome.TARGET_REFUSED;
            case AttemptResult.TooLarge ignored -> AttemptOutcome.TOO_LARGE;
            case AttemptResult.Failed ignored -> AttemptOutcome.FAILED;
        };
    }

    /**
     * What follows.
     *
     * @param pending the notification, with the attempts made before this one
     * @param ownLadder the subscription's own delays in milliseconds; empty: the installation's
     * @param result what the attempt met
     * @param now when it ended
     * @param chance from 0 to 1, for the jitter
     */
    Decision decide(
            PendingNotification pending, List<Long> ownLadder, AttemptResult result, Instant now, double chance) {
        Notification notification = pending.getNotification();
        boolean isVerification = notification.getKind() == NotificationKind.VERIFICATION;
        if (outcome(notification, result) == AttemptOutcome.SUCCEEDED) {
            return isVerification ? new Decision.Activate() : new Decision.Settle();
        }
        boolean isGone = result instanceof AttemptResult.Answered answer && answer.status() == GONE;
        if (isGone && isVerification) {
            return new Decision.Suspend(ENDPOINT_GONE, new Decision.Settle());
        }
        if (result instanceof AttemptResult.TooLarge) {
            return new Decision.GiveUp(Reason.PAYLOAD_TOO_LARGE);
        }
        // An endpoint that is being set up may refuse at first: its verification climbs the whole ladder.
        if (!isVerification) {
            if (result instanceof AttemptResult.TargetRefused) {
                return new Decision.GiveUp(Reason.TARGET_REFUSED);
            }
            if (result instanceof AttemptResult.Answered answer && !isGone && isRefusal(answer.status())) {
                return new Decision.GiveUp(Reason.ENDPOINT_REFUSED);
            }
        }
        Optional<Duration> delay = ladder(ownLadder).delayAfter(pending.getAttempts() + 1, chance);
        if (isGone) {
            // It waits with what else is missed, and is told when the subscription is resumed.
            return new Decision.Suspend(
                    ENDPOINT_GONE,
                    delay.isEmpty() ? new Decision.GiveUp(Reason.ENDPOINT_GONE) : new Decision.Retry(now));
        }
        if (delay.isEmpty()) {
            return isVerification
                    ? new Decision.Suspend(VERIFICATION_FAILED, new Decision.Settle())
                    : new Decision.GiveUp(Reason.PUSH_FAILED);
        }
        Duration asked = retryAfter(result);
        Instant at = now.plus(delay.get().compareTo(asked) < 0 ? asked : delay.get());
        // At its expiry it is looked at once more, to be given up.
        return new Decision.Retry(at.isAfter(notification.getExpiresAt()) ? notification.getExpiresAt() : at);
    }

    /**
     * The ladder of a subscription.
     *
     * @param own its own delays in milliseconds; empty: the installation's
     */
    Ladder ladder(List<Long> own) {
        return own.isEmpty()
                ? ladder
                : new Ladder(own.stream().map(Duration::ofMillis).toList(), ladder.jitter());
    }

    /** The pause an endpoint asked for, capped: it may ask for more time, not for all attempts at once; zero: none. */
    Duration retryAfter(AttemptResult result) {
        if (!(result instanceof AttemptResult.Answered answer) || answer.retryAfter() == null) {
            return Duration.ZERO;
        }
        return answer.retryAfter().compareTo(retryAfterCap) > 0 ? retryAfterCap : answer.retryAfter();
    }

    private static boolean answersChallenge(Notification notification, AttemptResult.Answered answer) {
        return notification.getKind() != NotificationKind.VERIFICATION
                || answer.body().strip().equals(Challenge.of(notification));
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private static boolean isRefusal(int status) {
        return status >= 400 && status < 500 && !HEALING.contains(status);
    }
}
