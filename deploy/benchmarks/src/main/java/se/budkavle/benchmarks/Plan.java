package se.budkavle.benchmarks;

/**
 * How long is measured.
 *
 * @param rounds how often each case is measured, in turns with its baselines
 * @param seconds of each measurement
 * @param warmUp seconds at most until a contender is as fast as it gets
 * @param look seconds after which that is looked at
 * @param backlog messages, or notifications, of a backlog
 * @param growthMax how far is grown: addresses, and a backlog; subscriptions a tenth of it
 */
public record Plan(int rounds, double seconds, double warmUp, double look, int backlog, int growthMax) {

    /** Everything in a few minutes: that it works, and what is far off. Most of it is measured while it is compiled still. */
    public static final Plan QUICK = new Plan(3, 1, 1, 1, 10_000, 10_000);

    /** To know. */
    public static final Plan FULL = new Plan(5, 7, 300, 7, 200_000, 1_000_000);

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
