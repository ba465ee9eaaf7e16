package se.budkavle.chaos.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void ofAThousandTheTenLongestAreBeyondTheP99() {
        long[] nanos = LongStream.rangeClosed(1, 1000).map(i -> i * 1_000_000).toArray();

        assertThat(Latencies.of(nanos)).isEqualTo(new Latencies(1000, 500, 990, 1000));
    }

    @Test
    void ofNothingTheyAreNothing() {
        assertThat(Latencies.of(new long[0])).isEqualTo(new Latencies(0, 0, 0, 0));
    }
}
