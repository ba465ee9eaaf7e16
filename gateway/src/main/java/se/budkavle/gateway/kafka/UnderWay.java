package se.budkavle.gateway.kafka;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What was asked for and whose answer nobody has got yet: whoever asks for the same meanwhile shares the answer, also one
 * that came when nobody waited. Without that, who asks again after each time-out never meets an answer that takes longer
 * than the time-out. Thread-safe; of two that ask at the same moment both may be asked.
 *
 * @param <K> what is asked for
 * @param <V> the answer
 */
final class UnderWay<K, V> {

    private final Cache<K, CompletableFuture<Optional<V>>> asked;

    /**
     * @param kept how long something is remembered from when it was asked
     * @param most how much; more drives out what is oldest, and is asked again then
     */
    UnderWay(Duration kept, int most) {
        asked = Caffeine.newBuilder()
                .expireAfterWrite(kept)
                .maximumSize(most)
                .scheduler(Scheduler.systemScheduler())
                .build();
    }

    /** {@return the answer, of the asking that nobody has got the answer of, or of a new one; empty: there was none} */
    CompletableFuture<Optional<V>> ask(K what, Supplier<CompletableFuture<Optional<V>>> asking) {
        var underWay = asked.getIfPresent(what);
        if (underWay != null) {
            return underWay;
        }
        var begun = asking.get();
        asked.put(what, begun);
        // Only now: it may have come to nothing already, and must not stay.
        var _ = begun.whenComplete((answer, error) -> {
            if (error != null || answer.isEmpty()) {
                forget(what, begun);
            }
        });
        return begun;
    }

    /** Somebody has got this answer: who asks again wants to know how it is now. */
    void forget(K what, CompletableFuture<Optional<V>> answer) {
        asked.asMap().remove(what, answer);
    }
}
