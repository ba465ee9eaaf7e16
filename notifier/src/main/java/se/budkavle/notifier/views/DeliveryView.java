package se.budkavle.notifier.views;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.DeliveryState;

/**
 * How a message stands with one recipient, in the form of the public API.
 *
 * @param recipient as the sender stated it
 * @param status the state
 * @param updatedAt since when
 * @param reason why
 */
record DeliveryView(
        String recipient,
        String status,
        Instant updatedAt,
        @Nullable ReasonView reason) {

    /** Those of a message in the sender's order. */
    static List<DeliveryView> inOrder(List<String> recipients, SequencedMap<String, DeliveryState> states) {
        Map<String, DeliveryState> left = new LinkedHashMap<>(states);
        List<DeliveryView> views = new ArrayList<>();
        for (String recipient : recipients) {
            DeliveryState state = left.remove(recipient);
            if (state != null) {
                views.add(of(recipient, state));
            }
        }
        left.forEach((recipient, state) -> views.add(of(recipient, state)));
        return views;
    }

    private static DeliveryView of(String recipient, DeliveryState state) {
        return new DeliveryView(
                recipient,
                state.getStatus().name(),
                state.getUpdatedAt(),
                ReasonView.of(state.getReasonCode(), state.getReasonCategory(), state.getReasonOrigin()));
    }
}
