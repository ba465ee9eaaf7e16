package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.problem.RefusedException;

/**
 * The public keys of receipts, which the notifier has. Anybody may ask for them without a token, so a copy is kept, and one
 * request at a time asks for a newer one. While the notifier is away the old copy is as good: keys are not taken back.
 */
@Singleton
final class ReceiptKeys {

    private static final UriQuery SOURCE = UriQuery.path("internal", "v1", "receipt-keys");

    private record Copy(ObjectNode keys, long takenAt) {}

    private final NotifierClient notifier;
    private final long freshFor;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Copy copy;

    ReceiptKeys(
            NotifierClient notifier,
            @Property(name = "budkavle.gateway.receipt-keys.fresh-for", defaultValue = "1m") Duration freshFor) {
        this.notifier = notifier;
        this.freshFor = freshFor.toNanos();
    }

    /** {@return the keys, a set of JWKs} */
    ObjectNode published() {
        var known = copy;
        if (known != null && System.nanoTime() - known.takenAt() < freshFor) {
            return known.keys();
        }
        if (!asking.tryLock()) {
            return orRefuse(known);
        }
        try {
            var keys = notifier.get(SOURCE, Duration.ZERO).orElseThrow(Paths::notFound);
            copy = new Copy(keys, System.nanoTime());
            return keys;
        } catch (RefusedException e) {
            return orRefuse(known);
        } finally {
            asking.unlock();
        }
    }

    private static ObjectNode orRefuse(@Nullable Copy known) {
        if (known == null) {
            throw Refusal.of(ProblemCode.UNAVAILABLE).asException();
        }
        return known.keys();
    }
}
