package se.budkavle.benchmarks.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import se.budkavle.benchmarks.http.Mark;

class ArrivalsTest {

    private static final long MILLI = 1_000_000;

    private final Arrivals arrivals = new Arrivals();

    private void arrive(int conversation, int sequence, long at) {
        arrivals.add(new Mark(1, conversation, sequence, 0), at);
    }

    @Test
    void countsEachOnceAndWhatComesAgainApart() {
        arrive(1, 0, MILLI);
        arrive(1, 0, 2 * MILLI);
        arrive(2, 0, 3 * MILLI);

        var outcome = arrivals.outcome();

        assertThat(outcome.count()).isEqualTo(2);
        assertThat(outcome.counter("duplicates")).isEqualTo(1);
        assertThat(outcome.latencies().getTotalCount()).isEqualTo(2);
    }

    @Test
    void countsWhoeverComesAfterItsSuccessorInItsConversation() {
        arrive(1, 0, MILLI);
        arrive(1, 2, MILLI);
        arrive(2, 1, MILLI);
        arrive(1, 1, MILLI);

        assertThat(arrivals.outcome().counter("inversions")).isEqualTo(1);
    }

    @Test
    void repetitionsAreNoInversions() {
        arrive(1, 0, MILLI);
        arrive(1, 1, MILLI);
        arrive(1, 0, MILLI);

        assertThat(arrivals.outcome().counter("inversions")).isZero();
    }

    @Test
    void knowsHowManyCameInATime() {
        for (int i = 0; i < 100; i++) {
            arrive(1, i, i * 10L * MILLI);
        }

        assertThat(arrivals.between(100 * MILLI, 300 * MILLI)).isEqualTo(20);
    }

    @Test
    void givesUpWhenNoneComes() throws InterruptedException {
        arrive(1, 0, MILLI);

        arrivals.await(2, 1);

        assertThat(arrivals.outcome().count()).isEqualTo(1);
    }
}
