package se.budkavle.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComplaintsTest {

    private final Complaints complaints = new Complaints(Duration.ofNanos(10));

    @ParameterizedTest
    // nanoTime may be negative, and may overflow.
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 3})
    void theFirstIsToldAtOnceAndTheRestIsCounted(long begin) {
        assertThat(LongStream.of(0, 1, 9, 10, 11, 30).map(after -> complaints.due(begin + after)))
                .containsExactly(1L, 0L, 0L, 3L, 0L, 2L);
    }

    @Test
    void whatComesSeldomIsToldEachTime() {
        assertThat(LongStream.of(0, 10, 20).map(complaints::due)).containsExactly(1L, 1L, 1L);
    }
}
