package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.avro.FailingEndpoint;

class BreakerTest {

    private static final Ladder LADDER = new Ladder(Samples.ladder("10s 30s 1m"), 0);
    private static final Instant NOW = Samples.START;

    private final Breaker breaker = new Breaker(3, Duration.ofDays(3));

    private static Breaker.Failure failure(boolean mayHeal, boolean wasProbe, Duration retryAfter, Instant at) {
        return new Breaker.Failure(7, mayHeal, wasProbe, retryAfter, LADDER, at, 0);
    }

    private static Breaker.Failure failure() {
        return failure(true, false, Duration.ZERO, NOW);
    }

    private static Breaker.Failure probe() {
        return failure(true, true, Duration.ZERO, NOW);
    }

    private @Nullable FailingEndpoint after(Breaker.Failure... failures) {
        FailingEndpoint endpoint = null;
        for (Breaker.Failure failure : failures) {
            endpoint = breaker.after(endpoint, failure);
        }
        return endpoint;
    }

    @Test
    void staysClosedForFewFailures() {
        assertThat(Breaker.isOpen(after(failure(), failure()))).isFalse();
        assertThat(Breaker.isOpen(null)).isFalse();
    }

    @Test
    void opensAtTheThresholdForTheFirstStepOfTheLadder() {
        FailingEndpoint open = after(failure(), failure(), failure());

        assertThat(open.getProbeAt()).isEqualTo(NOW.plusSeconds(10));
        assertThat(open.getFailures()).isEqualTo(3);
        assertThat(open.getVersion()).isEqualTo(7);
    }

    @Test
    void whatWasUnderWayWhenItOpenedClimbsNoStep() {
        assertThat(after(failure(), failure(), failure(), failure(), failure()).getProbeAt())
                .isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void eachFailedProbeClimbsAStepAndTheLastOneGoesOn() {
        assertThat(after(failure(), failure(), failure(), probe()).getProbeAt()).isEqualTo(NOW.plusSeconds(30));
        assertThat(after(failure(), failure(), failure(), probe(), probe(), probe(), probe())
                        .getProbeAt())
                .isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void refusalsAloneDoNotOpenIt() {
        Breaker.Failure refusal = failure(false, false, Duration.ZERO, NOW);

        assertThat(Breaker.isOpen(after(refusal, refusal, refusal, refusal))).isFalse();
    }

    @Test
    void waitsForAsLongAsTheEndpointAsks() {
        Breaker.Failure asking = failure(true, false, Duration.ofMinutes(5), NOW);

        assertThat(after(failure(), failure(), asking).getProbeAt()).isEqualTo(NOW.plusSeconds(300));
    }

    @Test
    void isHopelessAfterTheTimeWithoutSuccessAndNotForOneFailureLongAgo() {
        FailingEndpoint failing = after(failure(), failure(), failure());

        assertThat(breaker.isHopeless(failing, NOW.plus(Duration.ofDays(3)))).isTrue();
        assertThat(breaker.isHopeless(failing, NOW.plus(Duration.ofDays(3)).minusMillis(1)))
                .isFalse();
        assertThat(breaker.isHopeless(after(failure()), NOW.plus(Duration.ofDays(30))))
                .isFalse();
    }
}
