package se.budkavle.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdempotencyTest {

    private static final byte[] ONE = {1};
    private static final byte[] OTHER = {2};

    private final AtomicLong time = new AtomicLong();
    private final Idempotency requests = new Idempotency(100, Duration.ofMinutes(10), time::get);

    @Test
    void theSameRequestMayComeAgainAnotherMayNot() {
        assertThat(requests.enter("m", ONE)).isTrue();
        requests.leave("m", false);

        assertThat(requests.enter("m", ONE)).isTrue();
        assertThat(requests.enter("m", OTHER)).isFalse();
        assertThat(requests.conflicts("m", OTHER)).isTrue();
        assertThat(requests.conflicts("m", ONE)).isFalse();
    }

    @Test
    void whatWasCertainlyNotSentIsForgotten() {
        requests.enter("m", ONE);
        requests.leave("m", true);

        assertThat(requests.enter("m", OTHER)).isTrue();
    }

    @Test
    void aFailingTwinDoesNotEraseWhatTheOtherConfirmed() {
        requests.enter("m", ONE);
        requests.enter("m", ONE);
        requests.leave("m", false);
        requests.leave("m", true);

        assertThat(requests.enter("m", OTHER)).isFalse();
    }

    @Test
    void aFailingTwinDoesNotEraseWhatIsUnderWay() {
        requests.enter("m", ONE);
        requests.enter("m", ONE);
        requests.leave("m", true);

        assertThat(requests.enter("m", OTHER)).isFalse();
    }

    @Test
    void whatMayHaveBeenSentStaysKnownAndIsForgottenInTime() {
        requests.enter("m", ONE);
        requests.leave("m", false);
        time.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(requests.conflicts("m", OTHER)).isTrue();

        time.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(requests.conflicts("m", OTHER)).isFalse();
    }
}
