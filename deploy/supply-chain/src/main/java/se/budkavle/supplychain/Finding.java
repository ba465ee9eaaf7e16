package se.budkavle.supplychain;

import java.util.List;

/**
 * A library with a known fault.
 *
 * @param library which
 * @param ids all names of the fault
 * @param severity in a word, or a dash
 * @param summary one line of it
 * @param fixed versions in which it is mended
 * @param decision what follows
 */
record Finding(
        Library library, List<String> ids, String severity, String summary, List<String> fixed, Decision decision) {

    Finding {
        ids = List.copyOf(ids);
        fixed = List.copyOf(fixed);
    }

    /** Whether somebody decided to live with it. */
    sealed interface Decision {

        /** Nobody did. */
        record Open() implements Decision {}

        /** Somebody did, and it holds. */
        record Excepted(Exceptions.Entry by) implements Decision {}

        /** Somebody did, for a time that is over. */
        record Expired(Exceptions.Entry by) implements Decision {}
    }

    boolean fails() {
        return !(decision instanceof Decision.Excepted);
    }
}
