package se.budkavle.notifier.mailbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.avro.MailboxEntry;

/**
 * The mailbox of some recipients, and the only place that writes it, so that entries and indexes agree.
 *
 * <pre>
 *  e recipient messageId            the entry
 *  i recipient sequence             messageId; all of an inbox
 *  o recipient sequence             messageId; what waits for an answer
 *  x nextTimerAt recipient messageId  key of the entry; what waits, by when time does something to it
 *  b organisation                   its books: {@link MailboxBook}
 * </pre>
 */
final class MailboxStore {

    static final String NAME = "mailbox";

    static final char ENTRY = 'e';
    static final char INBOX = 'i';
    static final char OPEN = 'o';
    static final char TIMER = 'x';

    private final KeyValueStore<Bytes, byte[]> store;
    private final Serde<MailboxEntry> entries;
    private final Consumer<Instant> onTimer;
    private final MailboxReads reads;

    /** Time does nothing before it: the deleted beginning of a range takes long to read. {@link Instant#MAX}: never anything. */
    private Instant firstTimer = Instant.EPOCH;

    /** @param onTimer told when time will do something to an entry that is put */
    MailboxStore(KeyValueStore<Bytes, byte[]> store, Serde<MailboxEntry> entries, Consumer<Instant> onTimer) {
        this.store = store;
        this.onTimer = onTimer;
        this.entries = entries;
        this.reads = new MailboxReads(store, entries.deserializer());
    }

    /** How the store is made: durable, and uncached, as nearly every entry is read from another thread at once. */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    /** The delivery of a message to a recipient. */
    @Nullable MailboxEntry find(String recipient, String messageId) {
        return reads.find(recipient, messageId);
    }

    /** Adds a delivery. */
    void add(MailboxEntry entry) {
        byte[] messageId = entry.getDelivery().getMessageId().getBytes(StandardCharsets.UTF_8);
        putEntry(entry);
        putTimer(entry);
        store.put(inboxKey(OPEN, entry), messageId);
        store.put(inboxKey(INBOX, entry), messageId);
    }

    /** Replaces a delivery. One that is answered, or ended, no longer waits. */
    void replace(MailboxEntry before, MailboxEntry after) {
        putEntry(after);
        if (!Objects.equals(before.getNextTimerAt(), after.getNextTimerAt())) {
            deleteTimer(before);
            putTimer(after);
        }
        if (!MailboxRules.isOpen(after.getStatus())) {
            store.delete(inboxKey(OPEN, after));
        }
    }

    /** The deliveries to which time should have done something by now, the longest overdue first. */
    List<MailboxEntry> due(Instant now, int limit) {
        List<MailboxEntry> due = new ArrayList<>();
        if (firstTimer.isAfter(now)) {
            return due;
        }
        Bytes from = OrderedKey.in(TIMER).instant(firstTimer).first();
        Bytes to = OrderedKey.in(TIMER).instant(now).last();
        try (KeyValueIterator<Bytes, byte[]> range = store.range(from, to)) {
            while (due.size() < limit && range.hasNext()) {
                Bytes entry = Bytes.wrap(range.next().value);
                due.add(entries.deserializer().deserialize(NAME, store.get(entry)));
            }
        }
        return due;
    }

    /** When time does something next; {@link Instant#MAX}: never. */
    Instant nextTimer() {
        if (firstTimer.equals(Instant.MAX)) {
            return Instant.MAX;
        }
        try (KeyValueIterator<Bytes, byte[]> timers = store.range(
                OrderedKey.in(TIMER).instant(firstTimer).first(),
                OrderedKey.in(TIMER).last())) {
            firstTimer = timers.hasNext() ? OrderedKey.instantAt(timers.peekNextKey(), 1) : Instant.MAX;
        }
        return firstTimer;
    }

    private void putTimer(MailboxEntry entry) {
        Instant next = entry.getNextTimerAt();
        if (next != null) {
            store.put(timerKey(next, entry), entryKey(entry).get());
            if (next.isBefore(firstTimer)) {
                firstTimer = next;
            }
            onTimer.accept(next);
        }
    }

    private void deleteTimer(MailboxEntry entry) {
        Instant next = entry.getNextTimerAt();
        if (next != null) {
            store.delete(timerKey(next, entry));
        }
    }

    private void putEntry(MailboxEntry entry) {
        store.put(entryKey(entry), entries.serializer().serialize(NAME, entry));
    }

    private static Bytes entryKey(MailboxEntry entry) {
        return entryKey(entry.getDelivery().getRecipient(), entry.getDelivery().getMessageId());
    }

    static Bytes entryKey(String recipient, String messageId) {
        return OrderedKey.in(ENTRY).text(recipient).text(messageId).first();
    }

    static String messageId(byte[] indexed) {
        return new String(indexed, StandardCharsets.UTF_8);
    }

    private static Bytes inboxKey(char space, MailboxEntry entry) {
        return OrderedKey.in(space)
                .text(entry.getDelivery().getRecipient())
                .number(entry.getSequence())
                .first();
    }

    private static Bytes timerKey(Instant at, MailboxEntry entry) {
        return OrderedKey.in(TIMER)
                .instant(at)
                .text(entry.getDelivery().getRecipient())
                .text(entry.getDelivery().getMessageId())
                .first();
    }
}
