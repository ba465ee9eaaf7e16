package se.budkavle.gateway.problem;

/** Outcome of reading a request: what it says, or why it is refused. */
public sealed interface Parsed<T> {

    /** The request says this. */
    record Valid<T>(T value) implements Parsed<T> {}

    /** The request is refused for this. */
    record Invalid<T>(Refusal refusal) implements Parsed<T> {}

    /** {@return the value, unless faults were noted} */
    static <T> Parsed<T> unless(Issues issues, java.util.function.Supplier<T> value) {
        return issues.isEmpty() ? new Valid<>(value.get()) : new Invalid<>(Refusal.invalid(issues.list()));
    }

    /**
     * {@return the value}
     *
     * @throws RefusedException if there is none
     */
    default T orRefuse() {
        return switch (this) {
            case Valid<T>(var value) -> value;
            case Invalid<T>(var refusal) -> throw refusal.asException();
        };
    }
}
