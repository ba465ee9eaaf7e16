package se.budkavle.router.topology;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import se.budkavle.router.decision.SubscriptionIndex;
import se.budkavle.schemas.avro.MessageEvent;

/** Writes down what the router did, and tells those who subscribe, in the transaction in which it was done. */
final class RecordAndTell extends ContextualProcessor<String, MessageEvent, String, Object> {

    private final String eventsSink;
    private final String notificationsSink;
    private final SubscriptionIndex subscriptions;
    private final RouterConfig config;
    private final RouterMetrics metrics;
    private Telling telling;

    @SuppressWarnings("NullAway.Init") // by init
    RecordAndTell(
            String eventsSink,
            String notificationsSink,
            SubscriptionIndex subscriptions,
            RouterConfig config,
            RouterMetrics metrics) {
        this.eventsSink = eventsSink;
        this.notificationsSink = notificationsSink;
        this.subscriptions = subscriptions;
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        super.init(context);
        telling = new Telling(context, subscriptions, config, metrics, notificationsSink);
    }

    @Override
    public void process(Record<String, MessageEvent> record) {
        context().forward(record.withValue((Object) record.value()), eventsSink);
        telling.of(record.value(), record.headers());
    }
}
