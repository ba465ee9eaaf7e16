package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartLimitTest {

    private final RestartLimit limit = new RestartLimit(2, Duration.ofNanos(10));

    @Test
    void permitsSoManyStartsAndNoMore() {
        assertThat(limit.permits(0)).isTrue();
        assertThat(limit.permits(5)).isTrue();
        assertThat(limit.permits(9)).isFalse();
    }

    @Test
    void forgetsWhatIsLongAgoAndNotWhatWasRefused() {
        limit.permits(0);
        limit.permits(5);
        limit.permits(9);

        assertThat(limit.permits(10)).isTrue();
        assertThat(limit.permits(14)).isFalse();
        assertThat(limit.permits(15)).isTrue();
    }
}
