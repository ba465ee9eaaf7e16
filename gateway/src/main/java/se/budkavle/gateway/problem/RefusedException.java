package se.budkavle.gateway.problem;

/** Leaves a route with a {@link Refusal}; cheap, as it has no stack trace. */
public final class RefusedException extends RuntimeException {

    private final transient Refusal refusal;

    /** Carries that refusal. */
    public RefusedException(Refusal refusal) {
        super(refusal.code().code(), null, false, false);
        this.refusal = refusal;
    }

    /** {@return what is answered} */
    public Refusal refusal() {
        return refusal;
    }
}
