package se.budkavle.cli;

/**
 * One thing that was looked at in an installation.
 *
 * @param what such as {@code topics}
 * @param state how it is
 * @param detail in words
 */
record Check(String what, State state, String detail) {

    /** How it is. */
    enum State {
        /** As it must be. */
        OK,
        /** It works, and somebody should look at it. */
        WARN,
        /** A promise may not hold, or nothing answers. */
        FAIL
    }

    static Check ok(String what, String detail) {
        return new Check(what, State.OK, detail);
    }

    static Check warn(String what, String detail) {
        return new Check(what, State.WARN, detail);
    }

    static Check fail(String what, String detail) {
        return new Check(what, State.FAIL, detail);
    }
}
