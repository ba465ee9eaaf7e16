package se.budkavle.router.decision;

import java.time.Instant;
import se.budkavle.schemas.MessageEvents;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.filter.EventAttributes;

/** What filters see of an event: the attributes that its notification will have. */
public final class Attributes {

    private static final String SPEC_VERSION = "1.0";

    private Attributes() {}

    /** Of a step of a message's life. */
    public static EventAttributes of(MessageEvent event) {
        return name -> switch (name) {
            case "specversion" -> SPEC_VERSION;
            case "id" -> event.getEventId();
            case "source" -> Notifications.SOURCE;
            case "type" -> MessageEvents.eventType(event.getType());
            case "subject" -> event.getConversationId();
            case "time" -> event.getAt().toString();
            case "datacontenttype" -> Notifications.JSON;
            default -> null;
        };
    }

    /** Of a published event. */
    public static EventAttributes of(Event event) {
        return name -> switch (name) {
            case "specversion" -> SPEC_VERSION;
            case "id" -> event.getId();
            case "source" -> event.getSource();
            case "type" -> event.getType();
            case "subject" -> event.getSubject();
            case "time" -> timeOf(event).toString();
            case "datacontenttype" -> event.getDataContentType();
            case "dataschema" -> event.getDataSchema();
            default -> event.getAttributes().get(name);
        };
    }

    /** When it happened, as far as is known. */
    static Instant timeOf(Event event) {
        return event.getTime() == null ? event.getAcceptedAt() : event.getTime();
    }
}
