package se.budkavle.router.topology;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.BookKeeper;
import se.budkavle.schemas.streams.Alarm;

/**
 * Keeps a partition's books, by sending organisation, in the transaction of what they are about. They are shown on
 * {@code balances} once a second where they changed, and all of them after a start.
 */
final class Books extends ContextualProcessor<String, Posting, String, Object> {

    /** As many organisations are kept on heap, besides the store; a busy partition sees fewer between two commits. */
    private static final int ON_HEAP = 1000;

    private final String name;
    private final RouterConfig config;
    private Map<String, Balance> recent;
    private Set<String> changed;
    private KeyValueStore<String, Balance> balances;
    private String part;
    private Alarm showing;
    /** All before it have been shown since the start; null: all have. */
    private @Nullable String shownUntil;

    /**
     * @param name whose books: a lane's name
     */
    @SuppressWarnings("NullAway.Init") // by init
    Books(String name, RouterConfig config) {
        this.name = name;
        this.config = config;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        super.init(context);
        // Here, not where they are declared: a task that becomes a standby, and active again, keeps its processors,
        // and others kept the books meanwhile.
        recent = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Balance> eldest) {
                return size() > ON_HEAP;
            }
        };
        changed = new LinkedHashSet<>();
        shownUntil = "";
        balances = context.getStateStore(RouterTopology.booksOf(name));
        part = name + "-" + context.taskId().partition();
        showing = new Alarm(context, config.booksInterval(), this::show);
        showing.noLaterThan(next());
    }

    @Override
    public void process(Record<String, Posting> record) {
        String organisation = record.key();
        Balance before = recent.get(organisation);
        if (before == null) {
            before = balances.get(organisation);
        }
        Map<String, Long> counts = before == null ? new HashMap<>() : new HashMap<>(before.getCounts());
        record.value().applyTo(counts);
        Balance after = Balance.newBuilder()
                .setKeeper(BookKeeper.ROUTER)
                .setPart(part)
                .setOrganisation(organisation)
                .setCounts(counts)
                .setAt(Instant.ofEpochMilli(context().currentSystemTimeMs()))
                .build();
        balances.put(organisation, after);
        recent.put(organisation, after);
        changed.add(organisation);
        showing.noLaterThan(next());
    }

    private Instant next() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs()).plus(config.booksInterval());
    }

    private void show(Instant now) {
        if (shownUntil != null) {
            shownUntil = showAfterStart(shownUntil);
            showing.noLaterThan(shownUntil == null ? Instant.MAX : now);
        }
        for (String organisation : changed) {
            Balance recently = recent.get(organisation);
            show(recently == null ? Objects.requireNonNull(balances.get(organisation)) : recently);
        }
        changed.clear();
    }

    /** What changed before the start may not have been shown; so many at a time. */
    private @Nullable String showAfterStart(String from) {
        try (KeyValueIterator<String, Balance> kept = balances.range(from, null)) {
            for (int i = 0; i < config.sweepEntries() && kept.hasNext(); i++) {
                KeyValue<String, Balance> entry = kept.next();
                show(entry.value);
            }
            return kept.hasNext() ? kept.peekNextKey() : null;
        }
    }

    private void show(Balance balance) {
        String key = balance.getKeeper() + "/" + balance.getPart() + "/" + balance.getOrganisation();
        context()
                .forward(
                        new Record<>(key, balance, context().currentSystemTimeMs(), OutgoingHeaders.none()),
                        RouterTopology.balancesOf(name));
    }
}
