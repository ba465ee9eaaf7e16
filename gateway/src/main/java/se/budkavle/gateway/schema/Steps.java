package se.budkavle.gateway.schema;

/**
 * How much work holding data against a schema may still be. Schemas are anybody's: a small one can demand more steps than
 * there is time. One step is one keyword on one value, or one read value of Avro, or a few characters in a pattern.
 */
public final class Steps {

    /** Deeper than any schema that means something goes on data that is 32 deep. */
    private static final int DEEPEST = 500;

    private long left;
    private int depth;

    /** So many steps. */
    public Steps(long most) {
        this.left = most;
    }

    /** There were too many; cheap, as it has no stack trace. */
    static final class TooMany extends RuntimeException {
        TooMany() {
            super("too many steps", null, false, false);
        }
    }

    void take(long steps) {
        left -= steps;
        if (left < 0) {
            throw new TooMany();
        }
    }

    void enter() {
        take(1);
        if (++depth > DEEPEST) {
            throw new TooMany();
        }
    }

    void leave() {
        depth--;
    }
}
