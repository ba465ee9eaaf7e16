package se.budkavle.notifier.dispatcher;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.CloudEventUtils;
import io.cloudevents.rw.CloudEventContextWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.event.NotificationEvent;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.Traceparent;
import se.budkavle.schemas.avro.Notification;

/**
 * What is written for a subscriber on Kafka.
 *
 * <pre>
 *  key      subject, or the subscription's id where there is none: what is in order is in one partition
 *  value    Notification (Avro) in Confluent's wire format. Content
 *  headers  ce_*         the event's attributes, named as in CloudEvents' Kafka binding, without those of its data
 *           traceparent  W3C trace context
 * </pre>
 */
final class TopicMessage {

    private static final String PREFIX = "ce_";

    /** They say what {@code Notification.data} is, which the value says too; the record's value is Avro. */
    private static final Set<String> OF_DATA = Set.of("datacontenttype", "dataschema");

    private TopicMessage() {}

    /**
     * The record of an attempt.
     *
     * @throws RuntimeException when the notification is no CloudEvent, or cannot be serialized
     */
    static ProducerRecord<String, byte[]> of(PushRequest request, Serializer<Notification> serializer) {
        Notification notification = request.notification();
        String topic = Topics.notificationsOf(notification.getSubscriptionId());
        String subject = notification.getSubject();
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                topic,
                subject == null ? notification.getSubscriptionId() : subject,
                serializer.serialize(topic, notification));
        addHeaders(record.headers(), NotificationEvent.of(notification, request.traceparent()));
        RecordHeaders.put(record.headers(), RecordHeaders.TRACEPARENT, child(request.traceparent()));
        return record;
    }

    private static void addHeaders(Headers headers, CloudEvent event) {
        headers.add(PREFIX + "specversion", event.getSpecVersion().toString().getBytes(StandardCharsets.UTF_8));
        CloudEventUtils.toContextReader(event).readContext(new CloudEventContextWriter() {
            @Override
            public CloudEventContextWriter withContextAttribute(String name, String value) {
                if (!OF_DATA.contains(name)) {
                    headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
                }
                return this;
            }
        });
    }

    private static @Nullable String child(@Nullable String traceparent) {
        Traceparent trace = Traceparent.parse(traceparent);
        return trace == null ? null : trace.child().toString();
    }
}
