package se.budkavle.benchmarks;

/**
 * How long is measured.
 *
 * @param rounds how often each case is measured, in turns with its baselines
 * @param seconds of each measurement
 * @param warmUp seconds at most until a contender is as fast as it gets; shared by those that are not measured in turns
 * @param look seconds after which that is looked at
 * @param backlog messages, or notifications, of a backlog
 * @param growthMax how far is grown: addresses, and a backlog; subscriptions a tenth of it
 */
public record Plan(int rounds, double seconds, double warmUp, double look, int backlog, int growthMax) {

    /** Three minutes: that it works, and what is far off. Nearly all is measured while it is compiled still. */
    public static final Plan QUICK = new Plan(3, 0.5, 0, 0.5, 2_000, 2_000);

    /** Half an hour: where it stands. */
    public static final Plan FULL = new Plan(3, 2, 20, 2, 20_000, 10_000);

    /** Hours: each contender until it is as fast as it gets, and as much as it is made for. */
    public static final Plan THOROUGH = new Plan(5, 7, 300, 7, 200_000, 1_000_000);

    /** The same with looks in place of measurements. */
    Plan looking() {
        return new Plan(rounds, look, warmUp, look, backlog, growthMax);
    }

    /** Validates. */
    public Plan {
        if (rounds < 1 || seconds <= 0 || warmUp < 0 || look <= 0 || backlog < 1 || growthMax < 1) {
            throw new IllegalArgumentException("a plan needs at least a round, a second and a message");
        }
    }
}
