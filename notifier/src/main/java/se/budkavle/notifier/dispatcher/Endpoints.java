package se.budkavle.notifier.dispatcher;

import java.time.Instant;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.FailingEndpoint;

/** What is known of the endpoints that fail; those that do not cost nothing. Survives restarts, as an outage may take days. */
final class Endpoints {

    private final KeyValueStore<String, FailingEndpoint> store;
    private final Breaker breaker;
    private final Lines lines;
    private final DispatcherMetrics metrics;

    Endpoints(KeyValueStore<String, FailingEndpoint> store, Breaker breaker, Lines lines, DispatcherMetrics metrics) {
        this.store = store;
        this.breaker = breaker;
        this.lines = lines;
        this.metrics = metrics;
    }

    /** Takes up what was known before the start. Its lines are looked at with the next tick. */
    void restore() {
        try (var all = store.all()) {
            all.forEachRemaining(row -> {
                Line line = lines.of(row.key);
                note(line, row.value);
                lines.await(line);
            });
        }
    }

    void succeeded(Line line) {
        if (line.failing() != null) {
            forget(line);
        }
    }

    void failed(Line line, Breaker.Failure failure) {
        FailingEndpoint after = breaker.after(line.failing(), failure);
        store.put(line.subscriptionId(), after);
        if (Breaker.isOpen(after) && !line.isOpen()) {
            metrics.breakerOpened();
        }
        note(line, after);
        if (line.isOpen()) {
            lines.wake(line, line.probeAt());
        }
    }

    /** Whether an endpoint has failed for so long that its subscription is to be suspended. */
    boolean isHopeless(Line line, Instant now) {
        return line.failing() != null && breaker.isHopeless(line.failing(), now);
    }

    /** Begins anew: it succeeded, or its subscription is another. */
    void forget(Line line) {
        store.delete(line.subscriptionId());
        note(line, null);
        line.retriesMayBeDue = true;
    }

    private void note(Line line, @Nullable FailingEndpoint endpoint) {
        metrics.endpointsChanged(
                (endpoint == null ? 0 : 1) - (line.failing() == null ? 0 : 1),
                (Breaker.isOpen(endpoint) ? 1 : 0) - (line.isOpen() ? 1 : 0));
        line.fails(endpoint);
    }
}
