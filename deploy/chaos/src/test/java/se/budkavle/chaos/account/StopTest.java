package se.budkavle.chaos.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopTest {

    @Test
    void theLongestTimeWithoutAnythingNewIsAStop() {
        // Three are on their way from 10 on; one comes at 20, nothing until 70, the rest then.
        assertThat(longest(List.of(10L, 10L, 10L), List.of(20L, 70L, 71L), 0, 100))
                .isEqualTo(50);
    }

    @Test
    void anInboxToWhichNothingIsOnItsWayDoesNotStop() {
        assertThat(longest(List.of(10L, 90L), List.of(11L, 92L), 0, 100)).isEqualTo(2);
    }

    @Test
    void whatNeverComesStopsUntilTheEndOfTheWindow() {
        assertThat(longest(List.of(10L, 30L), List.of(12L), 0, 100)).isEqualTo(70);
    }

    @Test
    void onlyWhatIsInTheWindowCounts() {
        assertThat(longest(List.of(10L), List.of(90L), 50, 60)).isEqualTo(10);
    }

    @Test
    void whatIsSeenBeforeItsSenderKnowsIsNoDebt() {
        assertThat(longest(List.of(20L, 50L), List.of(19L, 55L), 0, 100)).isEqualTo(5);
    }

    @Test
    void itEndsWhenSomethingComesAgain() {
        assertThat(Stop.longest("a", List.of(10L, 10L, 10L), List.of(20L, 70L, 71L), 0, 100)
                        .ended())
                .isEqualTo(70);
    }

    @Test
    void itEndsWithTheWindowWhereNothingComes() {
        assertThat(Stop.longest("a", List.of(10L, 30L), List.of(12L), 0, 100).ended())
                .isEqualTo(100);
    }

    @Test
    void whereNothingStandsStillItEndsAtTheBeginning() {
        assertThat(Stop.longest("a", List.of(), List.of(), 5, 100).ended()).isEqualTo(5);
    }

    private static long longest(List<Long> accepted, List<Long> arrived, long from, long to) {
        Stop stop = Stop.longest("a", accepted, arrived, from, to);
        assertThat(stop.recipient()).isEqualTo("a");
        return stop.lasted().toNanos();
    }

    @Test
    void itIsMeasuredInTime() {
        assertThat(Stop.longest("a", List.of(0L), List.of(Duration.ofSeconds(2).toNanos()), 0, Long.MAX_VALUE)
                        .lasted())
                .isEqualTo(Duration.ofSeconds(2));
    }
}
