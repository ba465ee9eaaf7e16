package se.budkavle.notifier.mailbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.BookKeeper;
import se.budkavle.schemas.avro.MailboxEntry;

/**
 * The books of one part of the mailbox: of each sending organisation, what came in and how it stands now. Counted in the
 * transaction that changes what is counted, and so exact:
 *
 * <pre>
 *  received = repeated + conflict + available + retrieved + acknowledged + rejected + expired + cancelled
 * </pre>
 *
 * Kept in the mailbox store as {@code b organisation}. Which organisations have news for {@code balances} is in memory only:
 * at the start all have.
 */
final class MailboxBook {

    static final String RECEIVED = "received";
    static final String REPEATED = "repeated";
    static final String CONFLICT = "conflict";

    private static final char BOOK = 'b';

    private final KeyValueStore<Bytes, byte[]> store;
    private final Serde<Balance> balances;
    private final String part;
    private final Set<String> changed = new LinkedHashSet<>();

    /** @param part the part of the mailbox that is counted here: its partition */
    MailboxBook(KeyValueStore<Bytes, byte[]> store, Serde<Balance> balances, String part) {
        this.store = store;
        this.balances = balances;
        this.part = part;
        try (KeyValueIterator<Bytes, byte[]> all =
                store.range(OrderedKey.in(BOOK).first(), OrderedKey.in(BOOK).last())) {
            all.forEachRemaining(each -> changed.add(deserialize(each.value).getOrganisation()));
        }
    }

    /** The record key of a balance. */
    static String key(Balance balance) {
        return balance.getKeeper() + "/" + balance.getPart() + "/" + balance.getOrganisation();
    }

    /** A delivery that makes, or joins, an entry. */
    void entered(MailboxEntry entry) {
        add(entry.getDelivery().getOrganisation(), Map.of(RECEIVED, 1, name(entry), 1));
    }

    /** A delivery that makes no entry: {@link #REPEATED} or {@link #CONFLICT}. */
    void turnedAway(String organisation, String why) {
        add(organisation, Map.of(RECEIVED, 1, why, 1));
    }

    /** An entry that may have changed its state, for all whose delivery it is. */
    void moved(MailboxEntry before, MailboxEntry after) {
        if (before.getStatus() != after.getStatus()) {
            int recipients = MailboxRules.recipients(after).size();
            add(after.getDelivery().getOrganisation(), Map.of(name(before), -recipients, name(after), recipients));
        }
    }

    /**
     * Gives what changed since the last time, in the order in which it changed first.
     *
     * @param limit how much of it at most; the rest comes next time
     */
    void publish(Instant now, int limit, Consumer<Balance> publisher) {
        Iterator<String> next = changed.iterator();
        for (int n = 0; n < limit && next.hasNext(); n++) {
            publisher.accept(Balance.newBuilder(of(next.next())).setAt(now).build());
            next.remove();
        }
    }

    /** Whether anything is to be published. */
    boolean hasNews() {
        return !changed.isEmpty();
    }

    /** What is counted of an organisation. */
    Balance of(String organisation) {
        byte[] value = store.get(key(organisation));
        return value != null
                ? deserialize(value)
                : Balance.newBuilder()
                        .setKeeper(BookKeeper.MAILBOX)
                        .setPart(part)
                        .setOrganisation(organisation)
                        .setAt(Instant.EPOCH)
                        .build();
    }

    private void add(String organisation, Map<String, Integer> changes) {
        Balance before = of(organisation);
        Map<String, Long> counts = new HashMap<>(before.getCounts());
        changes.forEach((name, change) -> counts.merge(name, (long) change, Long::sum));
        Balance after = Balance.newBuilder(before).setCounts(counts).build();
        store.put(key(organisation), balances.serializer().serialize(MailboxStore.NAME, after));
        changed.add(organisation);
    }

    private Balance deserialize(byte[] value) {
        return balances.deserializer().deserialize(MailboxStore.NAME, value);
    }

    private static String name(MailboxEntry entry) {
        return entry.getStatus().name().toLowerCase(Locale.ROOT);
    }

    private static Bytes key(String organisation) {
        return OrderedKey.in(BOOK).text(organisation).first();
    }
}
