package se.budkavle.chaos.load;

/**
 * How an endpoint answers.
 *
 * @param every of how many notifications one is answered badly at first
 * @param times how many attempts of such a one are answered badly
 * @param fault how
 */
record Manner(int every, int times, Fault fault) {

    /** Always at once and well. */
    static final Manner FINE = new Manner(1, 0, Fault.SLOW);

    /** What a bad answer is. */
    enum Fault {
        /** Success, but late. */
        SLOW,
        /** Half a status line, and the connection ends. */
        HALF,
        /** A server's error, a redirect, or nothing that is HTTP. */
        WRONG,
        /** Header after header, without end. */
        ENDLESS,
        /** The connection is reset. */
        REFUSING
    }

    /** Whether an attempt is answered badly; the same for every run with the same ids. */
    boolean isBad(String id, int attempt) {
        return attempt <= times && Math.floorMod(id.hashCode(), every) == 0;
    }
}
