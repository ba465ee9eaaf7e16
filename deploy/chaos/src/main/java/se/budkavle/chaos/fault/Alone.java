package se.budkavle.chaos.fault;

import java.time.Duration;
import java.util.List;
import se.budkavle.chaos.cluster.Member;

/**
 * Two brokers are frozen; the third, left alone, is killed after a moment; the two go on, and it comes back last. Whatever
 * was confirmed by it alone is lost then.
 */
final class Alone implements Fault {

    /** Shorter than the time after which a broker is given up: it still leads what it led. */
    private static final Duration MOMENT = Duration.ofMillis(1_500);

    /** By then the two have other leaders. */
    private static final Duration UNTIL_GIVEN_UP = Duration.ofSeconds(8);

    private final List<Member> others;
    private final Member alone;

    /** @param brokers all three; the last one is left alone */
    Alone(List<Member> brokers) {
        others = brokers.subList(0, 2);
        alone = brokers.get(2);
    }

    @Override
    public String what() {
        return "ALONE " + alone.name();
    }

    @Override
    public List<Member> members() {
        return List.of(others.getFirst(), others.getLast(), alone);
    }

    @Override
    public void begin() throws InterruptedException {
        for (Member other : others) {
            other.freeze();
        }
        Thread.sleep(MOMENT);
        alone.kill();
        for (Member other : others) {
            other.thaw();
        }
        Thread.sleep(UNTIL_GIVEN_UP);
    }

    @Override
    public void end() {
        alone.start();
    }
}
