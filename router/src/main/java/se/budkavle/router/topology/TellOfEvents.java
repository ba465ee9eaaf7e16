package se.budkavle.router.topology;

import java.time.Instant;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import se.budkavle.router.decision.SubscriptionIndex;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.WaitingEvent;
import se.budkavle.schemas.streams.Alarm;

/**
 * Tells those who subscribe of published events, each at its time and those of a subject in the order of their times.
 *
 * <pre>
 *  an event ──┬─ its notBefore is to come ─────────────────────────▶ waits
 *             ├─ earlier ones of its subject are due, too many ────▶ waits behind them
 *             └─ otherwise ─▶ those of its subject that are due, then it itself, are told of
 * </pre>
 */
final class TellOfEvents extends ContextualProcessor<String, Event, String, Object> {

    private final SubscriptionIndex subscriptions;
    private final RouterConfig config;
    private final RouterMetrics metrics;
    private Telling telling;
    private ScheduledEvents scheduled;
    private Alarm releasing;

    @SuppressWarnings("NullAway.Init") // by init
    TellOfEvents(SubscriptionIndex subscriptions, RouterConfig config, RouterMetrics metrics) {
        this.subscriptions = subscriptions;
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        super.init(context);
        telling = new Telling(context, subscriptions, config, metrics, RouterTopology.EVENT_NOTIFICATIONS);
        scheduled = new ScheduledEvents(
                context.getStateStore(RouterTopology.WAITING_EVENTS),
                context.getStateStore(RouterTopology.WAITING_EVENTS_BY_SUBJECT));
        releasing = new Alarm(context, config.releaseInterval(), this::release);
        releasing.noLaterThan(now());
    }

    @Override
    public void process(Record<String, Event> record) {
        Event event = record.value();
        if (event == null) {
            return;
        }
        Instant now = now();
        Instant notBefore = event.getNotBefore();
        if (notBefore != null && notBefore.isAfter(now)) {
            wait(event, notBefore, record.headers());
            metrics.eventScheduled();
        } else if (scheduled.takeDueBefore(event, now, tellARound())) {
            telling.of(event, record.headers());
        } else {
            wait(event, now, record.headers());
        }
    }

    private void release(Instant now) {
        scheduled.takeDue(now, tellARound());
        releasing.noLaterThan(scheduled.earliest());
    }

    private void wait(Event event, Instant due, Headers headers) {
        long offset = context().recordMetadata().map(RecordMetadata::offset).orElse(0L);
        scheduled.add(event, due, offset, RecordHeaders.get(headers, RecordHeaders.TRACEPARENT));
        releasing.noLaterThan(due);
    }

    /** Tells of events until a round is full of them and of their notifications: a transaction has its time. */
    private Predicate<WaitingEvent> tellARound() {
        int[] left = {config.releasesPerRound()};
        return waiting -> {
            Headers headers = OutgoingHeaders.none();
            RecordHeaders.put(headers, RecordHeaders.TRACEPARENT, waiting.getTraceparent());
            left[0] -= 1 + telling.of(waiting.getEvent(), headers);
            metrics.eventReleased();
            return left[0] > 0;
        };
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }
}
