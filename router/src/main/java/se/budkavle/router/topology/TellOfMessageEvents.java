package se.budkavle.router.topology;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import se.budkavle.router.decision.SubscriptionIndex;
import se.budkavle.schemas.avro.MessageEvent;

/** Tells those who subscribe of what others did with a message ({@link OthersEvents}); what the router did has been told already. */
final class TellOfMessageEvents extends ContextualProcessor<String, MessageEvent, String, Object> {

    private final SubscriptionIndex subscriptions;
    private final RouterConfig config;
    private final RouterMetrics metrics;
    private Telling telling;

    @SuppressWarnings("NullAway.Init") // by init
    TellOfMessageEvents(SubscriptionIndex subscriptions, RouterConfig config, RouterMetrics metrics) {
        this.subscriptions = subscriptions;
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        super.init(context);
        telling = new Telling(context, subscriptions, config, metrics, RouterTopology.MESSAGE_EVENT_NOTIFICATIONS);
    }

    @Override
    public void process(Record<String, MessageEvent> record) {
        telling.of(record.value(), record.headers());
    }
}
