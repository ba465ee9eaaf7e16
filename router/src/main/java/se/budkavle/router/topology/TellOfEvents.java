package se.budkavle.router.topology;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import se.budkavle.router.decision.SubscriptionIndex;
import se.budkavle.schemas.avro.Event;

/** Tells those who subscribe of published events. */
final class TellOfEvents extends ContextualProcessor<String, Event, String, Object> {

    private final SubscriptionIndex subscriptions;
    private final RouterConfig config;
    private final RouterMetrics metrics;
    private Telling telling;

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
    }

    @Override
    public void process(Record<String, Event> record) {
        if (record.value() != null) {
            telling.of(record.value(), record.headers());
        }
    }
}
