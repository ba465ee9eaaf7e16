package se.budkavle.notifier.views;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.DeliveryState;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;

/**
 * How each message stands with each recipient, and what is overdue, in the {@link TraceStore}. Kept as it happens: to fold
 * the whole trace of a message to 500 recipients at each of its events would be quadratic.
 */
final class DeliveryStates {

    private final Serde<DeliveryState> states;

    DeliveryStates(AvroSerdes serdes) {
        states = serdes.state(DeliveryState.class);
    }

    /** Notes what an event changes. */
    void apply(KeyValueStore<Bytes, byte[]> store, MessageEvent event) {
        if (!DeliveryStatuses.changesStatus(event.getType())) {
            return;
        }
        for (String recipient : recipients(store, event)) {
            DeliveryState before = find(store, event.getMessageId(), recipient);
            DeliveryState after = DeliveryStatuses.next(before, event);
            if (after != null) {
                replace(store, event, recipient, before, after);
            }
        }
    }

    /** The recipients that are known, in the order of their addresses. */
    SequencedMap<String, DeliveryState> of(ReadOnlyKeyValueStore<Bytes, byte[]> store, String messageId) {
        OrderedKey message = OrderedKey.in(TraceStore.STATE).text(messageId);
        int prefix = message.first().get().length;
        SequencedMap<String, DeliveryState> found = new LinkedHashMap<>();
        try (KeyValueIterator<Bytes, byte[]> range = store.range(message.first(), message.last())) {
            while (range.hasNext()) {
                KeyValue<Bytes, byte[]> next = range.next();
                byte[] key = next.key.get();
                // The text ends with a byte that is no part of it.
                String recipient = new String(key, prefix, key.length - prefix - 1, StandardCharsets.UTF_8);
                found.put(recipient, deserialize(next.value));
            }
        }
        return found;
    }

    /**
     * What is under way though its next step was due, the longest overdue first.
     *
     * @param dueBefore due before then
     */
    List<OverdueItem> overdue(ReadOnlyKeyValueStore<Bytes, byte[]> store, Instant dueBefore, int limit) {
        List<OverdueItem> found = new ArrayList<>();
        Bytes from = OrderedKey.in(TraceStore.DUE).first();
        Bytes to = OrderedKey.in(TraceStore.DUE).instant(dueBefore).first();
        try (KeyValueIterator<Bytes, byte[]> range = store.range(from, to)) {
            while (found.size() < limit && range.hasNext()) {
                KeyValue<Bytes, byte[]> next = range.next();
                String[] parts = textsAfterDue(next.key);
                DeliveryState state = find(store, parts[0], parts[1]);
                Instant due = state == null ? null : state.getDue();
                if (state != null && due != null) {
                    found.add(new OverdueItem(
                            parts[0],
                            new String(next.value, StandardCharsets.UTF_8),
                            parts[1],
                            state.getStatus().name(),
                            state.getUpdatedAt(),
                            due));
                }
            }
        }
        return found;
    }

    private Collection<String> recipients(ReadOnlyKeyValueStore<Bytes, byte[]> store, MessageEvent event) {
        if (event.getType() == MessageEventType.ACCEPTED) {
            return event.getRecipients();
        }
        return event.getRecipient() != null
                ? List.of(event.getRecipient())
                : of(store, event.getMessageId()).keySet();
    }

    private void replace(
            KeyValueStore<Bytes, byte[]> store,
            MessageEvent event,
            String recipient,
            @Nullable DeliveryState before,
            DeliveryState after) {
        store.put(key(event.getMessageId(), recipient), states.serializer().serialize(TraceStore.NAME, after));
        if (before != null && before.getDue() != null) {
            store.delete(dueKey(before.getDue(), event.getMessageId(), recipient));
        }
        if (after.getDue() != null) {
            store.put(
                    dueKey(after.getDue(), event.getMessageId(), recipient),
                    event.getOrganisation().getBytes(StandardCharsets.UTF_8));
        }
    }

    private @Nullable DeliveryState find(
            ReadOnlyKeyValueStore<Bytes, byte[]> store, String messageId, String recipient) {
        byte[] value = store.get(key(messageId, recipient));
        return value == null ? null : deserialize(value);
    }

    private DeliveryState deserialize(byte[] value) {
        return states.deserializer().deserialize(TraceStore.NAME, value);
    }

    private static Bytes key(String messageId, String recipient) {
        return OrderedKey.in(TraceStore.STATE).text(messageId).text(recipient).first();
    }

    private static Bytes dueKey(Instant due, String messageId, String recipient) {
        return OrderedKey.in(TraceStore.DUE)
                .instant(due)
                .text(messageId)
                .text(recipient)
                .first();
    }

    private static String[] textsAfterDue(Bytes key) {
        int prefix = 1 + Long.BYTES;
        byte[] bytes = key.get();
        return new String(bytes, prefix, bytes.length - prefix, StandardCharsets.UTF_8).split("\0");
    }
}
