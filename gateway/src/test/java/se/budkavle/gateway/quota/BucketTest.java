package se.budkavle.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BucketTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Times wrap round, as those of the machine may. */
    private static final long START = Long.MAX_VALUE - SECOND;

    private final Bucket bucket = new Bucket(10, 3, START);

    @Test
    void aBurstPassesAndNoMore() {
        assertThat(bucket.take(START)).isEqualTo(2);
        assertThat(bucket.take(START)).isEqualTo(1);
        assertThat(bucket.take(START)).isZero();
        assertThat(bucket.take(START)).isEqualTo(-1);
        assertThat(bucket.left(START)).isZero();
    }

    @Test
    void itFillsAtItsRateAndNotBeyond() {
        for (int i = 0; i < 3; i++) {
            bucket.take(START);
        }

        assertThat(bucket.take(START + SECOND / 10 - 1)).isEqualTo(-1);
        assertThat(bucket.take(START + SECOND / 10)).isZero();
        assertThat(bucket.left(START + 100 * SECOND)).isEqualTo(3);
    }

    @Test
    void whatIsRefusedIsNotOwed() {
        for (int i = 0; i < 1000; i++) {
            bucket.take(START);
        }

        assertThat(bucket.take(START + SECOND / 10)).isZero();
    }

    @Test
    void soManyAreTakenAtOnceOrNone() {
        assertThat(bucket.take(2, START)).isEqualTo(1);
        assertThat(bucket.take(2, START)).isEqualTo(-1);
        assertThat(bucket.left(START)).isEqualTo(1);
        assertThat(bucket.take(2, START + SECOND / 10)).isZero();
    }

    @Test
    void aGapOfAMicrosecondIsExact() {
        assertThat(new Bucket(1_000_000, 2, 0).take(0)).isEqualTo(1);
    }
}
