package se.budkavle.notifier.views;

import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.ReasonCategory;

/**
 * Why something is as it is: a code, never the recipient's own words.
 *
 * @param code a code of the closed list, or the recipient's own
 * @param category DIGG's class of it
 * @param origin whose reason it is: RECIPIENT, BACKBONE, OPERATOR or SENDER
 */
record ReasonView(String code, @Nullable String category, String origin) {

    /** The reason that an event gives; null for none. */
    static @Nullable ReasonView of(MessageEvent event) {
        return of(event.getReasonCode(), event.getReasonCategory(), event.getActorKind());
    }

    /** The reason for a code; null for none. */
    static @Nullable ReasonView of(@Nullable String code, @Nullable ReasonCategory category, ActorKind whose) {
        return code == null ? null : new ReasonView(code, category == null ? null : category.name(), origin(whose));
    }

    private static String origin(ActorKind whose) {
        return switch (whose) {
            case RECIPIENT, REPRESENTATIVE -> "RECIPIENT";
            case OPERATOR -> "OPERATOR";
            case SENDER -> "SENDER";
            case BACKBONE, UNKNOWN -> "BACKBONE";
        };
    }
}
