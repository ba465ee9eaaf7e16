package se.budkavle.chaos.soak;

/** Something that every process takes, and that must not grow for as long as it works. */
public enum Gauge {
    /** Megabytes that the process has from the system for itself: its heap, which is whole from the start, and all else. */
    MEMORY("MB", 48, 0.1),
    /** Megabytes of its heap that are live: what is left when it is collected. */
    HEAP("MB live", 16, 0.1),
    /** Threads, virtual ones not counted. */
    THREADS("threads", 8, 0.1),
    /** Files, sockets and pipes that are open. */
    HANDLES("handles", 48, 0.1),
    /** Kilobytes that it keeps on disk for each message of the run: all are kept, so this is what is flat. */
    STORES("KB a message", 1, 0.1);

    private final String unit;
    private final double few;
    private final double part;

    /**
     * @param few growth that is none, in its unit
     * @param part growth that is none, as a part of what there is
     */
    Gauge(String unit, double few, double part) {
        this.unit = unit;
        this.few = few;
        this.part = part;
    }

    /** What it is counted in. */
    public String unit() {
        return unit;
    }

    /** By how much it may be more at the end of the second half than at its beginning. */
    double allowed(double level) {
        return Math.max(few, part * level);
    }
}
