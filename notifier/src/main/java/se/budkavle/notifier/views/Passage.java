package se.budkavle.notifier.views;

/**
 * How many recipients of an organisation's messages have come how far, since the beginning. All of these only rise.
 *
 * @param accepted counted at intake
 * @param routed received by the router
 * @param delivered handed to the mailboxes
 * @param arrived received by the mailboxes
 */
record Passage(long accepted, long routed, long delivered, long arrived) {

    static final Passage NONE = new Passage(0, 0, 0, 0);

    /** Those between two owners: positive, unless who counts them first is behind in telling it. */
    long inFlight() {
        return accepted - routed + delivered - arrived;
    }

    /**
     * Those between two owners who were there a while ago already.
     *
     * @param before the passage a while ago
     */
    long stuckSince(Passage before) {
        return stuck(before.accepted, accepted, before.routed, routed)
                + stuck(before.delivered, delivered, before.arrived, arrived);
    }

    private static long stuck(long enteredBefore, long entered, long leftBefore, long left) {
        if (enteredBefore > left) {
            return enteredBefore - left;
        }
        return leftBefore > entered ? entered - leftBefore : 0;
    }

    /** Whether every one has risen, or stayed, since then. */
    boolean isAfter(Passage before) {
        return accepted >= before.accepted
                && routed >= before.routed
                && delivered >= before.delivered
                && arrived >= before.arrived;
    }
}
