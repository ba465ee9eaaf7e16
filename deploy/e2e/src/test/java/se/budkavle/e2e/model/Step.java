package se.budkavle.e2e.model;

import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.AcknowledgementOutcome;
import se.budkavle.schemas.avro.DeadLetterCommandKind;

/** Something that happens. Addresses are a, b, c and d; a number chooses among those that there are. */
sealed interface Step {

    /** A message, in one of two conversations; seconds until it expires, and until it is released (0: at once). */
    record Send(int conversation, Set<Character> to, int expiresIn, int releasedIn) implements Step {}

    /** The same again, or another request under its id. */
    record Again(int which, boolean changed) implements Step {}

    /** An address is written; null: it has not moved. */
    record Register(char address, boolean active, @Nullable Character movedTo) implements Step {}

    /** An address is deleted. */
    record Remove(char address) implements Step {}

    /** One of two receiving organisations is suspended, or resumed. */
    record Organise(int which, boolean suspended) implements Step {}

    /** The sender takes a message back. */
    record Cancel(int which) implements Step {}

    /** An operator replays or discards a dead letter. */
    record Act(int which, DeadLetterCommandKind kind) implements Step {}

    /** A recipient fetches what it got. */
    record Retrieve(int which) implements Step {}

    /** A recipient answers. */
    record Acknowledge(int which, AcknowledgementOutcome outcome) implements Step {}

    /** Time passes, for everybody. */
    record Pass(int millis) implements Step {}

    /** The router stops and starts again. */
    record RestartRouter() implements Step {}

    /** The mailbox stops and starts again. */
    record RestartMailbox() implements Step {}

    /** Any of them, the frequent ones more often. */
    static Arbitrary<Step> any() {
        Arbitrary<Character> addresses = Arbitraries.of('a', 'b', 'c', 'd');
        Arbitrary<Integer> which = Arbitraries.integers().between(0, 50);
        Arbitrary<Boolean> coin = Arbitraries.of(true, false);
        Arbitrary<Step> send = Combinators.combine(
                        Arbitraries.of(1, 1, 2),
                        addresses.set().ofMinSize(1).ofMaxSize(4),
                        Arbitraries.of(300, 300, 60, 20),
                        Arbitraries.of(0, 0, 0, 5, 40))
                .as(Send::new);
        Arbitrary<Step> register = Combinators.combine(
                        addresses, Arbitraries.of(true, true, false), addresses.injectNull(0.7))
                .as(Register::new);
        Arbitrary<Step> acknowledge = Combinators.combine(
                        which, Arbitraries.of(AcknowledgementOutcome.ACCEPTED, AcknowledgementOutcome.REJECTED))
                .as(Acknowledge::new);
        Arbitrary<Step> act = Combinators.combine(
                        which,
                        Arbitraries.of(
                                DeadLetterCommandKind.REPLAY,
                                DeadLetterCommandKind.REPLAY,
                                DeadLetterCommandKind.DISCARD))
                .as(Act::new);
        return Arbitraries.frequencyOf(
                Tuple.of(10, send),
                Tuple.of(2, Combinators.combine(which, coin).as(Again::new)),
                Tuple.of(8, register),
                Tuple.of(1, addresses.map(Remove::new)),
                Tuple.of(2, Combinators.combine(Arbitraries.of(0, 1), coin).as(Organise::new)),
                Tuple.of(3, which.map(Cancel::new)),
                Tuple.of(3, act),
                Tuple.of(3, which.map(Retrieve::new)),
                Tuple.of(4, acknowledge),
                Tuple.of(5, Arbitraries.of(100, 100, 300, 1000, 12_000).map(Pass::new)),
                Tuple.of(1, Arbitraries.just(new RestartRouter())),
                Tuple.of(1, Arbitraries.just(new RestartMailbox())));
    }
}
