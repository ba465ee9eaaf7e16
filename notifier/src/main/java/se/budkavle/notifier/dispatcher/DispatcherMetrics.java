package se.budkavle.notifier.dispatcher;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.AttemptOutcome;

/** What the dispatcher counts: {@code budkavle.notifier.push.*}. No tag names a subscription or an endpoint. */
final class DispatcherMetrics {

    private final MeterRegistry registry;
    private final AtomicLong pending = new AtomicLong();
    private final AtomicLong failing = new AtomicLong();
    private final AtomicLong open = new AtomicLong();
    private final Counter opened;
    private final Counter retries;
    private final Counter dropped;
    private final Counter poison;

    DispatcherMetrics(MeterRegistry registry, PushBudget budget) {
        this.registry = registry;
        registry.gauge("budkavle.notifier.push.pending", pending);
        registry.gauge("budkavle.notifier.push.outstanding", budget, PushBudget::used);
        registry.gauge("budkavle.notifier.push.outstanding.slow", budget, PushBudget::slow);
        registry.gauge("budkavle.notifier.push.endpoints.failing", failing);
        registry.gauge("budkavle.notifier.push.endpoints.open", open);
        opened = registry.counter("budkavle.notifier.push.breaker.opened");
        retries = registry.counter("budkavle.notifier.push.retries");
        dropped = registry.counter("budkavle.notifier.push.dropped");
        poison = registry.counter("budkavle.notifier.subscriptions.poison");
    }

    void attempt(AttemptOutcome outcome, Duration took) {
        Timer.builder("budkavle.notifier.push.attempts")
                .tag("outcome", kebab(outcome.name()))
                .register(registry)
                .record(took);
    }

    void breakerOpened() {
        opened.increment();
    }

    /** So many more endpoints fail, so many more breakers are open. */
    void endpointsChanged(int failingBy, int openBy) {
        failing.addAndGet(failingBy);
        open.addAndGet(openBy);
    }

    void suspended(String statusReason) {
        registry.counter("budkavle.notifier.push.suspended", "reason", statusReason)
                .increment();
    }

    void retry() {
        retries.increment();
    }

    void deadLetter(Reason reason) {
        registry.counter("budkavle.notifier.push.dead-letters", "reason", reason.code())
                .increment();
    }

    /** The subscription of a pending notification was deleted. */
    void dropped() {
        dropped.increment();
    }

    void poisonSubscription() {
        poison.increment();
    }

    void pendingChanged(long by) {
        pending.addAndGet(by);
    }

    private static String kebab(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
