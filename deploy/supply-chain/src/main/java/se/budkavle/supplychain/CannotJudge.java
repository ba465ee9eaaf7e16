package se.budkavle.supplychain;

/** Nothing can be said of the libraries: what was handed over cannot be read, or is too old. */
final class CannotJudge extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotJudge(String message) {
        super(message);
    }
}
