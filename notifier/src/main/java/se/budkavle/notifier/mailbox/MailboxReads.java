package se.budkavle.notifier.mailbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.avro.MailboxEntry;

/** Reads one part of the mailbox store: what {@link MailboxStore} writes. */
final class MailboxReads {

    /** Which deliveries an inbox lists. */
    enum Listing {
        /** Those that wait for an answer. */
        UNACKNOWLEDGED(MailboxStore.OPEN),
        /** All. */
        ALL(MailboxStore.INBOX);

        private final char space;

        Listing(char space) {
            this.space = space;
        }
    }

    private record Position(long sequence, String recipient, String messageId) {}

    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
    private final Deserializer<MailboxEntry> entries;

    MailboxReads(ReadOnlyKeyValueStore<Bytes, byte[]> store, Deserializer<MailboxEntry> entries) {
        this.store = store;
        this.entries = entries;
    }

    /** The delivery of a message to a recipient. */
    @Nullable MailboxEntry find(String recipient, String messageId) {
        byte[] value = store.get(MailboxStore.entryKey(recipient, messageId));
        return value == null ? null : entries.deserialize(MailboxStore.NAME, value);
    }

    /**
     * The first deliveries after a place, of several recipients, in the order they became available.
     *
     * @param after a sequence, from -1
     */
    List<MailboxEntry> list(Collection<String> recipients, Listing listing, long after, int limit) {
        // The processor goes on meanwhile. Whatever comes before something visible is visible too, so nothing is missed
        // up to the newest that is seen before the reading begins. One recipient's are read as they are at one moment.
        long newest = recipients.size() == 1 ? Long.MAX_VALUE : newest(recipients, listing, after);
        List<Position> positions = new ArrayList<>();
        for (String recipient : recipients) {
            positions(recipient, listing, after, newest, limit, positions);
        }
        return positions.stream()
                .sorted(Comparator.comparingLong(Position::sequence))
                .limit(limit)
                .map(position -> find(position.recipient(), position.messageId()))
                .toList();
    }

    private long newest(Collection<String> recipients, Listing listing, long after) {
        long newest = after;
        for (String recipient : recipients) {
            newest = Math.max(newest, newest(recipient, listing, after));
        }
        return newest;
    }

    private long newest(String recipient, Listing listing, long after) {
        OrderedKey inbox = OrderedKey.in(listing.space).text(recipient);
        try (var newestFirst = store.reverseRange(inbox.first(), inbox.last())) {
            return newestFirst.hasNext() ? OrderedKey.numberAtEnd(newestFirst.next().key) : after;
        }
    }

    private void positions(
            String recipient, Listing listing, long after, long newest, int limit, List<Position> found) {
        Bytes from =
                OrderedKey.in(listing.space).text(recipient).number(after + 1).first();
        Bytes to = OrderedKey.in(listing.space).text(recipient).number(newest).first();
        if (from.compareTo(to) > 0) {
            return;
        }
        try (KeyValueIterator<Bytes, byte[]> range = store.range(from, to)) {
            for (int n = 0; n < limit && range.hasNext(); n++) {
                KeyValue<Bytes, byte[]> next = range.next();
                found.add(
                        new Position(OrderedKey.numberAtEnd(next.key), recipient, MailboxStore.messageId(next.value)));
            }
        }
    }
}
