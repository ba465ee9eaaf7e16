package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PaceTest {

    /** Whoever takes all that there is, at every millisecond, gets what is promised: not more in any second, nor much less. */
    @Property(tries = 50)
    void keepsThePaceInEverySecond(@ForAll @IntRange(min = 1, max = 2000) int perSecond) {
        Pace pace = new Pace(perSecond, 0);
        ArrayDeque<Long> lastSecond = new ArrayDeque<>();
        int sent = 0;
        for (long now = 0; now < 3000; now++) {
            while (!lastSecond.isEmpty() && lastSecond.getFirst() <= now - 1000) {
                lastSecond.removeFirst();
            }
            for (int room = pace.available(now); room > 0; room--) {
                pace.take();
                lastSecond.add(now);
                sent++;
            }
            assertThat(lastSecond).hasSizeLessThanOrEqualTo(perSecond + 1 + perSecond / 50);
        }
        assertThat(sent).isBetween((int) (2.9 * perSecond), (int) (3.1 * perSecond) + 1);
    }

    @Test
    void saysWhenTheNextTurnIs() {
        Pace pace = new Pace(4, 1000);
        pace.take();

        assertThat(pace.available(1249)).isZero();
        assertThat(pace.nextAt()).isEqualTo(1250);
        assertThat(pace.available(1250)).isEqualTo(1);
        assertThat(pace.restedAt()).isEqualTo(1270);
    }
}
