package se.budkavle.chaos.account;

/**
 * Something that must not be.
 *
 * @param kind what is wrong
 * @param where the address, conversation or organisation
 * @param what the message, or what is said of it
 */
public record Finding(Kind kind, String where, String what) {

    /** What can be wrong. */
    public enum Kind {
        /** Accepted, and not in an inbox that it names. */
        LOST,
        /** Twice in one inbox. */
        DOUBLED,
        /** In an inbox before one that was accepted earlier in the same conversation and priority. */
        OUT_OF_ORDER,
        /** In an inbox, but never accepted, or not for this address. */
        FOREIGN,
        /** Another content than was sent. */
        ALTERED,
        /** Neither confirmed nor refused, however often it was repeated. */
        UNCONFIRMED,
        /** Refused, though nothing was wrong with it. */
        REFUSED,
        /** The system's own books differ from the client's, or do not balance. */
        UNBALANCED,
        /** A subscriber was never told of something. */
        UNTOLD,
        /** A subscriber was told of something before it was told of what came before. */
        INVERTED,
        /** A subscriber was told again, though nothing had happened that explains it, or more often than that explains. */
        REPEATED,
        /** A dead letter was not replayed just once, or did not end well. */
        NOT_REPLAYED,
        /** The command line shows something else than the API. */
        NOT_SHOWN,
        /** Content stands in a log. */
        LEAKED,
        /** What was struck did not come back, or could not be struck. */
        NOT_BACK,
        /** The service did not resume in time. */
        TOO_SLOW,
        /** A process takes more and more: memory, threads, open files, or disk for each message. */
        GROWING
    }
}
