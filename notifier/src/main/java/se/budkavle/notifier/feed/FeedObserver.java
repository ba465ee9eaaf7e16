package se.budkavle.notifier.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import se.budkavle.notifier.state.Waiters;

/** Counts what is new and wakes those who wait for it. */
final class FeedObserver implements FeedListener {

    private final MeterRegistry meters;
    private final Waiters waiters;
    private final Counter notifications;
    private final Counter copies;
    private final Counter swept;

    FeedObserver(MeterRegistry meters, Waiters waiters) {
        this.meters = meters;
        this.waiters = waiters;
        this.notifications = meters.counter("budkavle.notifier.feed.notifications");
        this.copies = meters.counter("budkavle.notifier.feed.replayed");
        this.swept = meters.counter("budkavle.notifier.feed.swept");
    }

    @Override
    public void onNotification(String subscriptionId) {
        notifications.increment();
        waiters.signal(subscriptionId);
    }

    @Override
    public void onReplay(ReplayStep step) {
        meters.counter("budkavle.notifier.feed.replays", "step", step.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    @Override
    public void onCopy() {
        copies.increment();
    }

    @Override
    public void onSwept(int notifications) {
        swept.increment(notifications);
    }
}
