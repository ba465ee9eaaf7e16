package se.budkavle.router.topology;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.Attributes;
import se.budkavle.router.decision.Notifications;
import se.budkavle.router.decision.Subscriber;
import se.budkavle.router.decision.SubscriptionIndex;
import se.budkavle.schemas.EventTypeNames;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.Visibility;
import se.budkavle.schemas.filter.EventAttributes;

/** Tells those who subscribe: one notification for each subscription that matches. */
final class Telling {

    private final ProcessorContext<String, Object> context;
    private final SubscriptionIndex subscriptions;
    private final Notifications notifications;
    private final RouterMetrics metrics;
    private final String sink;

    /**
     * @param sink name of the sink that writes to {@code notifications}
     */
    Telling(
            ProcessorContext<String, Object> context,
            SubscriptionIndex subscriptions,
            RouterConfig config,
            RouterMetrics metrics,
            String sink) {
        this.context = context;
        this.subscriptions = subscriptions;
        this.notifications = new Notifications(config.notificationExpiry());
        this.metrics = metrics;
        this.sink = sink;
    }

    /** Of a step of a message's life, those in its audience. */
    void of(MessageEvent event, Headers headers) {
        Instant now = now();
        tell(
                subscriptions.matching(Attributes.of(event), event.getAudience()),
                subscriber -> notifications.of(event, subscriber, now),
                headers);
    }

    /**
     * Of a published event, everybody or those it is limited to.
     *
     * @return how many were told
     */
    int of(Event event, Headers headers) {
        Instant now = now();
        EventAttributes attributes = Attributes.of(event);
        // Who the operators are, their subscriptions say: no other can be told of such a type.
        boolean isForOperators = EventTypeNames.isForOperators(event.getType())
                && event.getAudience().isEmpty();
        boolean isForAll = event.getVisibility() == Visibility.PUBLIC || isForOperators;
        // What a later version limits in a way unknown to this one is not for everybody.
        List<Subscriber> matching =
                isForAll ? subscriptions.matching(attributes) : subscriptions.matching(attributes, event.getAudience());
        tell(matching, subscriber -> notifications.of(event, subscriber, now), headers);
        return matching.size();
    }

    private void tell(List<Subscriber> subscribers, Function<Subscriber, Notification> notification, Headers headers) {
        subscribers.forEach(subscriber -> send(notification.apply(subscriber), headers));
        metrics.notified(subscribers.size());
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    private void send(Notification notification, Headers cause) {
        @Nullable String traceparent = RecordHeaders.get(cause, RecordHeaders.TRACEPARENT);
        context.forward(
                new Record<>(
                        notification.getSubscriptionId(),
                        notification,
                        context.currentSystemTimeMs(),
                        OutgoingHeaders.of(notification, traceparent)),
                sink);
    }
}
