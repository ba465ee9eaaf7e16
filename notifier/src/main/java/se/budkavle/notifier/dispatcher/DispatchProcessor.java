package se.budkavle.notifier.dispatcher;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Shallow;
import se.budkavle.schemas.avro.FailingEndpoint;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.PendingNotification;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.streams.Alarm;

/** A task of the dispatcher on its thread: takes notifications in, takes results back, keeps time. */
final class DispatchProcessor implements Processor<String, Notification, String, SpecificRecord> {

    /** The longest the thread ever waits for results, for one notification. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(10);

    /** The most results taken before something else is looked at. */
    private static final int MOST_RESULTS = 1000;

    private final DispatcherSettings settings;
    private final Pusher pusher;
    private final PushBudget budget;
    private final SubscriptionChanges changes;
    private final Deserializer<Subscription> subscriptionReader;
    private final DispatcherMetrics metrics;
    private final PendingBoard board;

    private record Task(
            ProcessorContext<String, SpecificRecord> context,
            Queue queue,
            Outstanding outstanding,
            Lines lines,
            Endpoints endpoints,
            Dispatching dispatching,
            Sweep sweep,
            Set<String> changed,
            Alarm alarm) {}

    private static final long NOT_RESTORED = Long.MIN_VALUE;

    private @Nullable Task task;

    /** The highest sequence that was pending when the task began. */
    private long restoredUpTo;

    DispatchProcessor(
            DispatcherSettings settings,
            Pusher pusher,
            PushBudget budget,
            SubscriptionChanges changes,
            Deserializer<Subscription> subscriptionReader,
            DispatcherMetrics metrics,
            PendingBoard board) {
        this.settings = settings;
        this.pusher = pusher;
        this.budget = budget;
        this.changes = changes;
        this.subscriptionReader = subscriptionReader;
        this.metrics = metrics;
        this.board = board;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        KeyValueStore<Bytes, PendingNotification> pending = context.getStateStore(DispatcherTopology.PENDING);
        KeyValueStore<Bytes, byte[]> schedule = context.getStateStore(DispatcherTopology.SCHEDULE);
        KeyValueStore<String, byte[]> registry = context.getStateStore(DispatcherTopology.SUBSCRIPTIONS);
        Queue queue = new Queue(pending, schedule, new RetryIndex(context.getStateStore(DispatcherTopology.RETRIES)));
        Subscriptions subscriptions = new Subscriptions(registry, subscriptionReader);
        KeyValueStore<String, FailingEndpoint> failing = context.getStateStore(DispatcherTopology.FAILING);
        Outstanding outstanding = new Outstanding(pusher, budget, settings.slowAfter());
        Lines lines = new Lines(settings.lanesRemembered(), metrics, board);
        Breaker breaker = new Breaker(settings.breakerThreshold(), settings.suspendAfter());
        Endpoints endpoints = new Endpoints(failing, breaker, lines, metrics);
        Consequences consequences = new Consequences(
                queue,
                lines,
                endpoints,
                new Outbound(context),
                AttemptPolicy.of(settings),
                metrics,
                () -> ThreadLocalRandom.current().nextDouble());
        Selection selection =
                new Selection(queue, subscriptions, outstanding, lines, consequences, settings.maxInFlight());
        Dispatching dispatching = new Dispatching(queue, subscriptions, outstanding, lines, selection, consequences);
        Sweep sweep = new Sweep(
                queue,
                subscriptions,
                outstanding,
                lines,
                consequences,
                settings.sweepPause().toMillis(),
                settings.deletedGrace().toMillis());
        // Registered before the registry is read for the first time, so that no change is missed.
        Set<String> changed = changes.register();
        Alarm alarm = new Alarm(context, settings.tick(), now -> tick(now.toEpochMilli()));
        task = new Task(context, queue, outstanding, lines, endpoints, dispatching, sweep, changed, alarm);
        restoredUpTo = NOT_RESTORED;
        alarm.noLaterThan(Instant.ofEpochMilli(context.currentSystemTimeMs()));
    }

    @Override
    public void process(Record<String, Notification> record) {
        Task at = running();
        RecordMetadata source = at.context().recordMetadata().orElseThrow();
        takeResults(at);
        if (record.value() != null) {
            Notification notification = Shallow.copy(record.value(), new Notification());
            notification.put("sequence", source.offset());
            Item item = Item.of(PendingNotification.newBuilder()
                    .setNotification(notification)
                    .setNextAt(Instant.ofEpochMilli(at.context().currentSystemTimeMs()))
                    .setTraceparent(RecordHeaders.get(record.headers(), RecordHeaders.TRACEPARENT))
                    .build());
            // After a crash it may come again: its attempts so far count.
            boolean isKnown = source.offset() <= restoredUpTo && at.queue().get(item.lane(), item.sequence()) != null;
            if (!isKnown) {
                at.dispatching().accept(item, at.context().currentSystemTimeMs());
            }
        }
        holdBack(at);
        setAlarm(at);
    }

    /** What comes from other threads, results and changes, is looked for: often only while results are awaited. */
    private void setAlarm(Task at) {
        long now = at.context().currentSystemTimeMs();
        boolean isBusy = at.outstanding().isAny()
                || at.lines().waiting(false) > 0
                || at.lines().waiting(true) > 0;
        long next = isBusy
                ? now + settings.tick().toMillis()
                : Math.min(
                        now + settings.changesInterval().toMillis(),
                        Math.min(at.lines().nextWake(), at.sweep().nextRound()));
        at.alarm().noLaterThan(Instant.ofEpochMilli(next));
    }

    private void tick(long now) {
        Task at = running();
        takeResults(at);
        for (Iterator<String> changed = at.changed().iterator(); changed.hasNext(); ) {
            String subscriptionId = changed.next();
            changed.remove();
            at.dispatching().changed(subscriptionId, now);
        }
        at.dispatching().tick(now);
        at.sweep().next(now);
        at.dispatching().serveWaiting(now);
        at.outstanding().age(now);
        setAlarm(at);
    }

    private static void takeResults(Task at) {
        long now = at.context().currentSystemTimeMs();
        // Bounded: an endpoint that catches up could bring results for ever.
        for (int taken = 0; taken < MOST_RESULTS; taken++) {
            var done = at.outstanding().poll();
            if (done == null) {
                break;
            }
            at.dispatching().completed(done, now);
        }
        at.dispatching().serveWaiting(now);
    }

    /**
     * Reads no further ahead than prompt endpoints answer, so that what is put into the store and what is taken out meet in
     * its write buffer. Slow endpoints hold nothing back, and the wait is bounded.
     */
    private void holdBack(Task at) {
        long until = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            while (at.outstanding().prompt() >= settings.readAhead()) {
                Duration left = Duration.ofNanos(until - System.nanoTime());
                var done = left.isPositive() ? at.outstanding().poll(left) : null;
                if (done == null) {
                    at.outstanding().age(at.context().currentSystemTimeMs());
                    return;
                }
                at.dispatching().completed(done, at.context().currentSystemTimeMs());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Task running() {
        if (task == null) {
            throw new IllegalStateException("not initialised");
        }
        // Not in init, where stores cannot be written yet.
        if (restoredUpTo == NOT_RESTORED) {
            task.endpoints().restore();
            restoredUpTo = task.sweep().first();
        }
        return task;
    }

    @Override
    public void close() {
        if (task != null) {
            changes.unregister(task.changed());
            task.lines().close();
            task.outstanding().close();
            task = null;
        }
    }
}
