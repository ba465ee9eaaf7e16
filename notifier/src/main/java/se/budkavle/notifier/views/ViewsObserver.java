package se.budkavle.notifier.views;

import io.micrometer.core.instrument.MeterRegistry;
import se.budkavle.notifier.state.Waiters;
import se.budkavle.schemas.avro.DeadLetterEntry;
import se.budkavle.schemas.avro.MessageEvent;

/** Counts what is new and wakes those who wait for it. */
final class ViewsObserver implements ViewsListener {

    private final MeterRegistry meters;
    private final Waiters waiters;

    ViewsObserver(MeterRegistry meters, Waiters waiters) {
        this.meters = meters;
        this.waiters = waiters;
    }

    @Override
    public void onEvent(MessageEvent event) {
        meters.counter("budkavle.notifier.views.events", "type", event.getType().name())
                .increment();
        waiters.signal(event.getMessageId());
    }

    @Override
    public void onDeadLetter(DeadLetterEntry entry) {
        meters.counter("budkavle.notifier.views.dead.letters", "topic", entry.getTopic(), "reason", entry.getReason())
                .increment();
        waiters.signal(entry.getId());
    }

    @Override
    public void onReplayJob(String id) {
        waiters.signal(id);
    }
}
