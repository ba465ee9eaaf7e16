package se.budkavle.notifier.views;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.Traceparent;
import se.budkavle.schemas.avro.MessageEvent;

/**
 * The messages of all organisations by every id that others gave them, for operators, in the {@link TraceStore}:
 *
 * <pre>
 *  f kind digest acceptedAt messageId   the sending organisation
 * </pre>
 *
 * Keys have a digest of the id: as long whatever a sender calls things, cut nowhere, and read by nobody as an id.
 */
final class SearchIndex {

    /** Bytes of SHA-256: two ids that share them are not met by chance. */
    private static final int DIGEST = 16;

    private static final int BEFORE_TIME = 2 + DIGEST;
    private static final int BEFORE_ID = BEFORE_TIME + Long.BYTES;

    /**
     * Enters a message that was accepted. Again, if it comes again.
     *
     * @param traceparent the trace context of its way in, where there is one
     */
    void add(KeyValueStore<Bytes, byte[]> store, MessageEvent accepted, @Nullable String traceparent) {
        Traceparent trace = Traceparent.parse(traceparent);
        put(store, accepted, IdKind.SENDER_MESSAGE_ID, bytes(accepted.getSenderMessageId()));
        put(store, accepted, IdKind.IDEMPOTENCY_KEY, bytes(accepted.getIdempotencyKeyHash()));
        put(store, accepted, IdKind.TRACE_ID, trace == null ? null : bytes(trace.traceId()));
        put(store, accepted, IdKind.REF_TO_MESSAGE_ID, bytes(accepted.getRefToMessageId()));
        put(store, accepted, IdKind.CASE_ID, bytes(accepted.getCaseIdHash()));
        if (!accepted.getConversationId().equals(accepted.getMessageId())) {
            // The first of a conversation without a name is found by its own id.
            put(store, accepted, IdKind.CONVERSATION_ID, bytes(accepted.getConversationId()));
        }
    }

    /**
     * Finds messages, newest first, each once.
     *
     * @param before only older ones; null: all
     * @param limit of how many a part is told
     */
    Slice<SearchHit> find(
            ReadOnlyKeyValueStore<Bytes, byte[]> store, SearchQuery query, @Nullable Position before, int limit) {
        List<Slice<SearchHit>> slices = new ArrayList<>();
        for (IdKind kind : IdKind.values()) {
            for (byte[] value : query.values(kind)) {
                slices.add(list(store, kind, digest(value), before, limit));
            }
        }
        Slice<SearchHit> all = Slice.merge(slices, limit);
        Set<String> told = new HashSet<>();
        return new Slice<>(
                all.items().stream().filter(hit -> told.add(hit.id())).toList(), all.next());
    }

    private static Slice<SearchHit> list(
            ReadOnlyKeyValueStore<Bytes, byte[]> store,
            IdKind kind,
            byte[] digest,
            @Nullable Position before,
            int limit) {
        Bytes from = in(kind, digest).first();
        Bytes to = before == null ? in(kind, digest).last() : place(kind, digest, before.at(), before.id());
        List<SearchHit> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> newestFirst = store.reverseRange(from, to)) {
            while (newestFirst.hasNext()) {
                if (found.size() >= limit) {
                    return new Slice<>(found, found.getLast().position());
                }
                KeyValue<Bytes, byte[]> next = newestFirst.next();
                if (before == null || !next.key.equals(to)) {
                    found.add(hit(kind, next));
                }
            }
        }
        return new Slice<>(found, null);
    }

    private static SearchHit hit(IdKind kind, KeyValue<Bytes, byte[]> row) {
        byte[] key = row.key.get();
        // The text ends with a byte that is no part of it.
        String messageId = new String(key, BEFORE_ID, key.length - BEFORE_ID - 1, StandardCharsets.UTF_8);
        return SearchHit.of(
                messageId,
                new String(row.value, StandardCharsets.UTF_8),
                kind,
                OrderedKey.instantAt(row.key, BEFORE_TIME));
    }

    private static void put(
            KeyValueStore<Bytes, byte[]> store, MessageEvent accepted, IdKind kind, byte @Nullable [] value) {
        if (value != null) {
            store.put(
                    place(kind, digest(value), accepted.getAt(), accepted.getMessageId()),
                    accepted.getOrganisation().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static OrderedKey in(IdKind kind, byte[] digest) {
        return OrderedKey.in(TraceStore.FIND).bytes(new byte[] {kind.code()}).bytes(digest);
    }

    private static Bytes place(IdKind kind, byte[] digest, Instant at, String messageId) {
        return in(kind, digest).instant(at).text(messageId).first();
    }

    private static byte[] digest(byte[] value) {
        return Arrays.copyOf(Digests.sha256(value), DIGEST);
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
