package se.budkavle.cli;

/** A command cannot do what it was asked; the message is for its user. */
final class CommandFailure extends RuntimeException {

    /** Refused, or failed. */
    static final int FAILED = 1;

    /** Wrong use of the command. */
    static final int USAGE = 2;

    /** Nothing answers at the address. */
    static final int UNREACHABLE = 3;

    private final int exitCode;

    CommandFailure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
