package se.budkavle.notifier.mailbox;

import io.micrometer.core.instrument.MeterRegistry;
import se.budkavle.notifier.state.Waiters;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.MailboxCommandKind;
import se.budkavle.schemas.avro.MessageEventType;

/** Counts what the mailbox does and wakes those who wait for it. */
final class MailboxObserver implements MailboxListener {

    private final MeterRegistry meters;
    private final Waiters waiters;

    MailboxObserver(MeterRegistry meters, Waiters waiters) {
        this.meters = meters;
        this.waiters = waiters;
    }

    @Override
    public void onArrival(String recipient) {
        meters.counter("budkavle.notifier.mailbox.deliveries").increment();
        waiters.signal(recipient);
    }

    @Override
    public void onDecision(MailboxCommandKind kind, CommandOutcome outcome) {
        meters.counter("budkavle.notifier.mailbox.decisions", "kind", kind.name(), "outcome", outcome.name())
                .increment();
    }

    @Override
    public void onTime(MessageEventType event) {
        meters.counter("budkavle.notifier.mailbox.timers", "event", event.name())
                .increment();
    }
}
