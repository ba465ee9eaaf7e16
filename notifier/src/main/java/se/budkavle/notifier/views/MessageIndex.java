package se.budkavle.notifier.views;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.DeliveryState;
import se.budkavle.schemas.avro.MessageEvent;

/**
 * The messages of each organisation by time, and by what a sender knows of them, in the {@link TraceStore}:
 *
 * <pre>
 *  l organisation "all"          ""               acceptedAt messageId   the message id
 *  l organisation "conversation" conversationId   acceptedAt messageId
 *  l organisation "case"         hash of case id  acceptedAt messageId
 *  l organisation "sender"       senderMessageId  acceptedAt messageId
 * </pre>
 */
final class MessageIndex {

    private static final String ALL = "all";
    private static final String CONVERSATION = "conversation";
    private static final String CASE = "case";
    private static final String SENDER = "sender";

    private final TraceStore traces;
    private final DeliveryStates states;

    MessageIndex(AvroSerdes serdes) {
        traces = new TraceStore(serdes);
        states = new DeliveryStates(serdes);
    }

    /** Enters a message that was accepted. Again, if it comes again. */
    void add(KeyValueStore<Bytes, byte[]> store, MessageEvent accepted) {
        put(store, accepted, ALL, "");
        put(store, accepted, CONVERSATION, accepted.getConversationId());
        put(store, accepted, CASE, caseIdHash(accepted));
        put(store, accepted, SENDER, accepted.getSenderMessageId());
    }

    /**
     * Lists an organisation's messages, newest first.
     *
     * @param before only older ones; null: all
     * @param maxScanned how many are looked at
     */
    Slice<MessageItem> list(
            ReadOnlyKeyValueStore<Bytes, byte[]> store,
            MessageQuery query,
            @Nullable Position before,
            int limit,
            int maxScanned) {
        OrderedKey index = narrowest(query);
        Bytes from = index.first();
        Bytes to = before == null ? index.last() : place(narrowest(query), before);
        List<MessageItem> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> newestFirst = store.reverseRange(from, to)) {
            Position at = null;
            for (int scanned = 0; newestFirst.hasNext(); ) {
                if (found.size() >= limit || scanned >= maxScanned) {
                    return new Slice<>(found, at);
                }
                var next = newestFirst.next();
                MessageEvent accepted = traces.accepted(store, new String(next.value, StandardCharsets.UTF_8));
                if (accepted == null || (before != null && next.key.equals(to))) {
                    continue;
                }
                at = new Position(accepted.getAt(), accepted.getMessageId());
                scanned++;
                MessageItem item = wanted(store, query, accepted);
                if (item != null) {
                    found.add(item);
                }
            }
        }
        return new Slice<>(found, null);
    }

    private @Nullable MessageItem wanted(
            ReadOnlyKeyValueStore<Bytes, byte[]> store, MessageQuery query, MessageEvent accepted) {
        if (!matches(query, accepted)) {
            return null;
        }
        SequencedMap<String, DeliveryState> deliveries = states.of(store, accepted.getMessageId());
        boolean hasStatus = query.status() == null
                || deliveries.values().stream()
                        .anyMatch(state -> state.getStatus().name().equals(query.status()));
        return hasStatus ? MessageItem.of(accepted, deliveries) : null;
    }

    /** Compared as a whole too: what a sender calls things may be anything, and keys are cut at a NUL. */
    private static boolean matches(MessageQuery query, MessageEvent accepted) {
        return accepted.getOrganisation().equals(query.organisation())
                && isOrAny(query.conversationId(), accepted.getConversationId())
                && isOrAny(query.caseIdHash(), caseIdHash(accepted))
                && isOrAny(query.senderMessageId(), accepted.getSenderMessageId());
    }

    private static boolean isOrAny(@Nullable String wanted, @Nullable String is) {
        return wanted == null || Objects.equals(wanted, is);
    }

    private static OrderedKey narrowest(MessageQuery query) {
        if (query.senderMessageId() != null) {
            return in(query.organisation(), SENDER, query.senderMessageId());
        }
        if (query.caseIdHash() != null) {
            return in(query.organisation(), CASE, query.caseIdHash());
        }
        return query.conversationId() != null
                ? in(query.organisation(), CONVERSATION, query.conversationId())
                : in(query.organisation(), ALL, "");
    }

    private static void put(
            KeyValueStore<Bytes, byte[]> store, MessageEvent accepted, String index, @Nullable String value) {
        if (value != null) {
            Position position = new Position(accepted.getAt(), accepted.getMessageId());
            store.put(
                    place(in(accepted.getOrganisation(), index, value), position),
                    accepted.getMessageId().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static OrderedKey in(String organisation, String index, String value) {
        return OrderedKey.in(TraceStore.LIST).text(organisation).text(index).text(value);
    }

    private static Bytes place(OrderedKey index, Position position) {
        return index.instant(position.at()).text(position.id()).first();
    }

    private static @Nullable String caseIdHash(MessageEvent accepted) {
        if (accepted.getCaseIdHash() == null) {
            return null;
        }
        byte[] hash = new byte[accepted.getCaseIdHash().remaining()];
        accepted.getCaseIdHash().duplicate().get(hash);
        return HexFormat.of().formatHex(hash);
    }
}
