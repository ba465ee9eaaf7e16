package se.budkavle.gateway.kafka;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What was asked for and is not answered yet: whoever asks for the same meanwhile shares the answer. Holds as much as is under
 * way. Thread-safe; of two that ask at the same moment both may be asked.
 *
 * @param <K> what is asked for
 * @param <V> the answer
 */
final class UnderWay<K, V> {

    private final Map<K, CompletableFuture<V>> asked = new ConcurrentHashMap<>();

    /** {@return the answer, of the asking that is under way or of a new one} */
    CompletableFuture<V> ask(K what, Supplier<CompletableFuture<V>> asking) {
        var underWay = asked.get(what);
        if (underWay != null) {
            return underWay;
        }
        var begun = asking.get();
        asked.put(what, begun);
        // Only now: it may be answered already, and must not stay.
        var _ = begun.whenComplete((answer, error) -> asked.remove(what, begun));
        return begun;
    }
}
