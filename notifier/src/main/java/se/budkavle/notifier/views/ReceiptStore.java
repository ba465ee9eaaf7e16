package se.budkavle.notifier.views;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.ReceiptClaims;
import se.budkavle.schemas.avro.MessageEvent;

/**
 * The receipts of each message, numbered and linked, beside its trace. The one task that owns a message puts each in its place
 * once and for good: told again, a step has its receipt already. They are signed when they are handed over.
 *
 * <pre>
 *  r messageId recipient deliveryId number   what it says, canonical JSON
 * </pre>
 */
final class ReceiptStore {

    private static final String NONE = "";

    private final String issuer;

    ReceiptStore(String issuer) {
        this.issuer = issuer;
    }

    /**
     * A receipt.
     *
     * @param key where it is
     * @param claims what it says
     */
    record Entry(Bytes key, ReceiptClaims claims) {}

    /** Gives a step its receipt, if it is to have one and has none yet. */
    void issue(KeyValueStore<Bytes, byte[]> store, MessageEvent event) {
        if (!ReceiptClaims.isEvidence(event)) {
            return;
        }
        // A chain has a handful of links: looked up one by one, which costs less than to begin a range.
        ReceiptClaims last = null;
        Bytes next = place(event, 1);
        for (byte[] found = store.get(next); found != null; found = store.get(next)) {
            last = ReceiptClaims.parse(new String(found, StandardCharsets.UTF_8));
            if (last.eventId().equals(event.getEventId())) {
                return;
            }
            next = place(event, last.number() + 1);
        }
        store.put(next, ReceiptClaims.of(event, issuer, last).json().getBytes(StandardCharsets.UTF_8));
    }

    /** The receipts of a message, chain by chain. */
    static List<Entry> of(ReadOnlyKeyValueStore<Bytes, byte[]> store, String messageId) {
        OrderedKey message = OrderedKey.in(TraceStore.RECEIPT).text(messageId);
        List<Entry> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> range = store.range(message.first(), message.last())) {
            while (range.hasNext()) {
                KeyValue<Bytes, byte[]> next = range.next();
                String json = new String(next.value, StandardCharsets.UTF_8);
                found.add(new Entry(next.key, ReceiptClaims.parse(json)));
            }
        }
        return found;
    }

    private static Bytes place(MessageEvent event, int number) {
        return OrderedKey.in(TraceStore.RECEIPT)
                .text(event.getMessageId())
                .text(orNone(event.getRecipient()))
                .text(orNone(event.getDeliveryId()))
                .number(number)
                .first();
    }

    private static String orNone(@Nullable String text) {
        return Objects.requireNonNullElse(text, NONE);
    }
}
