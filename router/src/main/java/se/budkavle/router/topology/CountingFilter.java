package se.budkavle.router.topology;

/**
 * Tells for most names that are not there that they are not, without looking on disk: 64 KiB for each partition of a
 * lane, however many there are.
 */
final class CountingFilter {

    private static final int SLOTS = 1 << 14;

    private final int[] counts = new int[SLOTS];

    void add(String name, int change) {
        counts[slot(name)] += change;
    }

    /** False: it is not there. */
    boolean mayContain(String name) {
        return counts[slot(name)] > 0;
    }

    private static int slot(String name) {
        int hash = name.hashCode();
        // Its upper half differs most where names have a common end.
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }
}
