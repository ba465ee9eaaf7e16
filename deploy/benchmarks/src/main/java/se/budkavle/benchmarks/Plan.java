package se.budkavle.benchmarks;

/**
 * How long is measured.
 *
 * @param rounds how often each case is measured, in turns with its baselines
 * @param seconds of each measurement
 * @param warmUp seconds before the first
 * @param backlog messages, or notifications, of a backlog
 */
public record Plan(int rounds, double seconds, double warmUp, int backlog) {

    /** Everything in 3 minutes. */
    public static final Plan QUICK = new Plan(3, 1, 1, 10_000);

    /** Everything in 30 minutes. */
    public static final Plan FULL = new Plan(5, 7, 10, 200_000);

    /** Validates. */
    public Plan {
        if (rounds < 1 || seconds <= 0 || warmUp < 0 || backlog < 1) {
            throw new IllegalArgumentException("a plan needs at least a round, a second and a message");
        }
    }
}
