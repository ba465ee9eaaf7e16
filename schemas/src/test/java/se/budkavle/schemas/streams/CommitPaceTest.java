package se.budkavle.schemas.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CommitPaceTest {

    private static final Duration SHORTEST = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofMillis(100);
    private static final long AN_HOUR = 3_600_000;

    private final CommitPace pace = new CommitPace(SHORTEST, LONGEST);

    private void done(int records, long waitedMillis) {
        for (int i = 0; i < records; i++) {
            pace.done(waitedMillis);
        }
    }

    @Test
    void isShortForWhatIsNew() {
        done(10_000, 200);

        assertThat(pace.interval()).isEqualTo(SHORTEST);
    }

    @Test
    void isATenthOfWhatRecordsHaveWaited() {
        done(10_000, 600);

        assertThat(pace.interval()).isEqualTo(Duration.ofMillis(60));
    }

    @Test
    void isLongForAThreadThatIsBehind() {
        done(10_000, AN_HOUR);

        assertThat(pace.interval()).isEqualTo(LONGEST);
    }

    /** As are those of another topic that the thread reads, such as what it writes itself. */
    @Test
    void staysLongWhereSomeAreNew() {
        for (int i = 0; i < 10; i++) {
            done(1_000, AN_HOUR);
            done(200, 0);
        }

        assertThat(pace.interval()).isGreaterThan(LONGEST.dividedBy(2));
    }

    @Test
    void oneOldAmongManyDelaysNobody() {
        done(1_000, 0);
        done(1, AN_HOUR);

        assertThat(pace.interval()).isEqualTo(SHORTEST);
    }

    @Test
    void forgetsThatItWasBehind() {
        done(10_000, AN_HOUR);
        done(3_000, 0);

        assertThat(pace.interval()).isEqualTo(SHORTEST);
    }

    @Test
    void isShortWhileThereIsNothingElseToDo() {
        done(10_000, AN_HOUR);
        pace.idle();
        assertThat(pace.interval()).isEqualTo(SHORTEST);

        done(1, AN_HOUR);
        assertThat(pace.interval()).isEqualTo(LONGEST);
    }

    /** Clocks of two machines differ: something may come from the future, and something old from long ago. */
    @Property
    void isNeverBeyondItsBounds(@ForAll @Size(min = 1) List<@LongRange Long> waited) {
        waited.forEach(pace::done);

        assertThat(pace.interval()).isBetween(SHORTEST, LONGEST);
    }
}
