package se.budkavle.notifier.dispatcher;

/** What is pending of a lane, counted in memory, so that the store is not searched for neighbours that are not there. */
final class Standing {

    private long floor = Long.MAX_VALUE;
    private int untried;
    private int failed;

    void added(Item item) {
        floor = Math.min(floor, item.sequence());
        if (item.isRetry()) {
            failed++;
        } else {
            untried++;
        }
    }

    void removed(Item item) {
        if (item.isRetry()) {
            failed--;
        } else {
            untried--;
        }
        if (item.sequence() == floor) {
            floor++;
        }
    }

    /** An item of it failed for the first time. */
    void failed() {
        untried--;
        failed++;
    }

    boolean isEmpty() {
        return untried + failed == 0;
    }

    /** Whether there is only one. */
    boolean isSingle() {
        return untried + failed == 1;
    }

    boolean hasUntried() {
        return untried > 0;
    }

    /** No item has a smaller sequence. */
    long floor() {
        return floor;
    }

    /** The first item was found. */
    void firstIs(long sequence) {
        floor = sequence;
    }
}
