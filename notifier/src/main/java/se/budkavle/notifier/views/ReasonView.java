package se.budkavle.notifier.views;

import org.jspecify.annotations.Nullable;
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
        String code = event.getReasonCode();
        if (code == null) {
            return null;
        }
        ReasonCategory category = event.getReasonCategory();
        return new ReasonView(code, category == null ? null : category.name(), origin(event));
    }

    private static String origin(MessageEvent event) {
        return switch (event.getActorKind()) {
            case RECIPIENT, REPRESENTATIVE -> "RECIPIENT";
            case OPERATOR -> "OPERATOR";
            case SENDER -> "SENDER";
            case BACKBONE, UNKNOWN -> "BACKBONE";
        };
    }
}
