package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.schemas.avro.AttemptOutcome;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.PendingNotification;

class AttemptPolicyTest {

    private static final Duration CAP = Duration.ofHours(1);
    private static final double JITTER = 0.1;
    private static final List<Duration> LADDER = Samples.settings().ladder();
    private static final AttemptPolicy POLICY = new AttemptPolicy(new Ladder(LADDER, JITTER), CAP);

    private static Decision decide(Notification notification, int attempts, AttemptResult result, double chance) {
        PendingNotification pending = PendingNotification.newBuilder()
                .setNotification(notification)
                .setAttempts(attempts)
                .setNextAt(Samples.START)
                .build();
        return POLICY.decide(pending, List.of(), result, Samples.START, chance);
    }

    private static AttemptResult status(int status) {
        return new AttemptResult.Answered(status, null, "");
    }

    @ParameterizedTest
    @CsvSource({
        "200, Settle[]",
        "202, Settle[]",
        "204, Settle[]",
        "301, Retry[at=2026-03-02T08:00:10Z]",
        "302, Retry[at=2026-03-02T08:00:10Z]",
        "400, GiveUp[reason=ENDPOINT_REFUSED]",
        "401, GiveUp[reason=ENDPOINT_REFUSED]",
        "404, GiveUp[reason=ENDPOINT_REFUSED]",
        "408, Retry[at=2026-03-02T08:00:10Z]",
        "409, Retry[at=2026-03-02T08:00:10Z]",
        "413, GiveUp[reason=ENDPOINT_REFUSED]",
        "425, Retry[at=2026-03-02T08:00:10Z]",
        "429, Retry[at=2026-03-02T08:00:10Z]",
        "500, Retry[at=2026-03-02T08:00:10Z]",
        "503, Retry[at=2026-03-02T08:00:10Z]",
    })
    void decidesByStatus(int status, String decision) {
        assertThat(decide(event(), 0, status(status), 0)).hasToString(decision);
    }

    @ParameterizedTest
    @CsvSource({"400", "404", "500"})
    void aVerificationClimbsTheLadderWhateverIsAnswered(int status) {
        assertThat(decide(Samples.verification("s").build(), 0, status(status), 0))
                .isInstanceOf(Decision.Retry.class);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"c-7f3a, SUCCEEDED", "' c-7f3a\n', SUCCEEDED", "'', CHALLENGE_FAILED", "c-7f3b, CHALLENGE_FAILED"})
    void comparesTheChallenge(String body, AttemptOutcome outcome) {
        assertThat(AttemptPolicy.outcome(
                        Samples.verification("s").build(), new AttemptResult.Answered(200, null, body)))
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"{}", "[]", "{\"challenge\":\"\"}", "{\"challenge\":1}", "no json"},
            delimiter = '|')
    void aVerificationWithoutAChallengeProvesNothing(String data) {
        Notification broken =
                Samples.verification("s").setData(Samples.json(data)).build();

        assertThat(AttemptPolicy.outcome(broken, new AttemptResult.Answered(200, null, "")))
                .isEqualTo(AttemptOutcome.CHALLENGE_FAILED);
    }

    @Property
    void delaysRiseAndStayWithinTheJitter(
            @ForAll @IntRange(min = 0, max = 10) int attempts, @ForAll @DoubleRange(min = 0, max = 1) double chance) {
        Duration delay = delay(decide(event(), attempts, new AttemptResult.TimedOut(), chance));

        assertThat(delay).isBetween(LADDER.get(attempts), plusJitter(LADDER.get(attempts)));
        if (attempts > 0) {
            Duration before = delay(decide(event(), attempts - 1, new AttemptResult.TimedOut(), chance));
            assertThat(delay).isGreaterThanOrEqualTo(before);
        }
    }

    @Property
    void retryAfterIsHonouredAndCapped(
            @ForAll @IntRange(min = 0, max = 10) int attempts,
            @ForAll @LongRange(min = 0, max = 1_000_000) long asked) {
        Duration after = Duration.ofSeconds(asked);

        Duration delay = delay(decide(event(), attempts, new AttemptResult.Answered(503, after, ""), 1));

        assertThat(delay).isGreaterThanOrEqualTo(after.compareTo(CAP) < 0 ? after : CAP);
        Duration ladder = plusJitter(LADDER.get(attempts));
        assertThat(delay).isLessThanOrEqualTo(ladder.compareTo(CAP) > 0 ? ladder : CAP);
    }

    @Property
    void everyNotificationEndsWithinItsLadder(
            @ForAll("results") List<AttemptResult> results, @ForAll boolean isVerification) {
        Notification notification = isVerification ? Samples.verification("s").build() : event();
        Decision last = new Decision.Retry(Samples.START);
        int attempts = 0;

        while (last instanceof Decision.Retry) {
            last = decide(notification, attempts, results.get(attempts % results.size()), 0.5);
            attempts++;
        }

        assertThat(attempts).isLessThanOrEqualTo(LADDER.size() + 1);
    }

    @Property
    void neverWaitsBeyondTheExpiry(
            @ForAll("result") AttemptResult result, @ForAll @LongRange(min = 1, max = 100_000) long left) {
        Instant expiry = Samples.START.plusSeconds(left);

        Decision decision =
                decide(Samples.notification("s", "x", "n").setExpiresAt(expiry).build(), 5, result, 1);

        if (decision instanceof Decision.Retry(Instant at)) {
            assertThat(at).isBetween(Samples.START, expiry);
        }
    }

    @Provide
    Arbitrary<AttemptResult> result() {
        Arbitrary<AttemptResult> answers = Combinators.combine(
                        Arbitraries.integers().between(200, 599),
                        Arbitraries.longs().between(0, 100_000).injectNull(0.5))
                .as((status, after) ->
                        new AttemptResult.Answered(status, after == null ? null : Duration.ofSeconds(after), ""));
        return Arbitraries.oneOf(
                answers,
                Arbitraries.of(
                        new AttemptResult.TimedOut(),
                        new AttemptResult.ConnectFailed("ConnectException"),
                        new AttemptResult.TargetRefused(),
                        new AttemptResult.Failed("X")));
    }

    @Provide
    Arbitrary<List<AttemptResult>> results() {
        return result().list().ofMinSize(1).ofMaxSize(20);
    }

    private static Notification event() {
        return Samples.notification("s", "x", "n").build();
    }

    private static Duration delay(Decision decision) {
        return Duration.between(Samples.START, ((Decision.Retry) decision).at());
    }

    private static Duration plusJitter(Duration delay) {
        return delay.plusMillis((long) (delay.toMillis() * JITTER));
    }
}
