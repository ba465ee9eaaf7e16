package se.budkavle.router.topology;

import java.time.Instant;

/** What a record wants of its lane, for one who is known to be entitled to it. */
sealed interface Errand {

    /** The message it is about, and where the errand came in. */
    Travelling travelling();

    /**
     * A message that was not met before.
     *
     * @param at the record's timestamp, which is the clock of de-duplication
     */
    record Arrive(Travelling travelling, Instant at) implements Errand {}

    /** A dead letter of one recipient shall be tried once more. */
    record Replay(Travelling travelling) implements Errand {}

    /** A dead letter of one recipient is given up. */
    record Discard(Travelling travelling) implements Errand {}

    /** The sender takes the message back. */
    record Cancel(Travelling travelling) implements Errand {}
}
