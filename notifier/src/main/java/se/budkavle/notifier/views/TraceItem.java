package se.budkavle.notifier.views;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.MessageEvent;

/**
 * A step of a message's life, in the form of the public API.
 *
 * @param sequence its place in the trace: rising, with gaps
 * @param type what happened, a name of the event types
 * @param at when
 * @param recipient whom it is about, as the sender stated it; null: the message as a whole
 * @param actor the organisation that acted; null: the backbone
 * @param reason why
 */
record TraceItem(
        long sequence,
        String type,
        Instant at,
        @Nullable String recipient,
        @Nullable String actor,
        @Nullable ReasonView reason) {

    static TraceItem of(TraceStore.Step step) {
        MessageEvent event = step.event();
        return new TraceItem(
                step.sequence(),
                event.getType().name(),
                event.getAt(),
                event.getRecipient(),
                event.getActorOrganisation(),
                ReasonView.of(event));
    }
}
