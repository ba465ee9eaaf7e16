package se.budkavle.notifier.views;

import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.DeliveryState;
import se.budkavle.schemas.avro.MessageEvent;

/** A message in the list of its sender's, in the form of the public API: ids and how it stands. */
record MessageItem(
        String messageId,
        @Nullable String senderMessageId,
        String conversationId,
        Instant acceptedAt,
        List<String> recipients,
        List<DeliveryView> deliveries)
        implements Slice.Item {

    /** Copies. */
    MessageItem {
        recipients = List.copyOf(recipients);
        deliveries = List.copyOf(deliveries);
    }

    static MessageItem of(MessageEvent accepted, SequencedMap<String, DeliveryState> states) {
        return new MessageItem(
                accepted.getMessageId(),
                accepted.getSenderMessageId(),
                accepted.getConversationId(),
                accepted.getAt(),
                accepted.getRecipients(),
                DeliveryView.inOrder(accepted.getRecipients(), states));
    }

    @Override
    public Position position() {
        return new Position(acceptedAt, messageId);
    }
}
