package se.budkavle.notifier.views;

/**
 * How the replays of a job ended so far.
 *
 * @param succeeded well
 * @param failedAgain not
 */
record ReplayCounts(long succeeded, long failedAgain) {

    static final ReplayCounts NONE = new ReplayCounts(0, 0);

    ReplayCounts plus(ReplayCounts other) {
        return new ReplayCounts(succeeded + other.succeeded, failedAgain + other.failedAgain);
    }
}
