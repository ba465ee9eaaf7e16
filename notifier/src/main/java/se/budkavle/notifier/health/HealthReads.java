package se.budkavle.notifier.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.Page;
import se.budkavle.notifier.api.Peers;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.OrganisationHealth;

/** Reads how organisations fare, whichever instances hold them. */
@Singleton
@Requires(beans = HealthApplication.class)
class HealthReads {

    private static final int OK = 200;
    private static final Comparator<HealthItem> WORST_FIRST = Comparator.comparing(HealthItem::place);

    private final HealthApplication application;
    private final HealthStore healths;
    private final HealthRules rules;
    private final Peers peers;
    private final ObjectMapper json;
    private final Clock clock;

    HealthReads(
            HealthApplication application,
            HealthSettings settings,
            AvroSerdes serdes,
            Peers peers,
            ObjectMapper json,
            Clock clock) {
        this.application = application;
        this.healths = new HealthStore(serdes);
        this.rules = new HealthRules(settings);
        this.peers = peers;
        this.json = json;
        this.clock = clock;
    }

    /** One organisation of a part that is here; null: nothing is known of it. */
    @Nullable HealthItem find(int partition, String organisation) {
        ReadOnlyKeyValueStore<Bytes, byte[]> part = application.owners().part(partition);
        OrganisationHealth health = healths.find(part, organisation);
        return health == null ? null : item(part, health, clock.instant());
    }

    /** Those that this instance holds, the worst first: sorted as a whole, as what is worst changes by itself. */
    Page<HealthItem> here(@Nullable String after, int limit) {
        Instant now = clock.instant();
        List<HealthItem> items = new ArrayList<>();
        for (int partition : application.owners().partitions()) {
            ReadOnlyKeyValueStore<Bytes, byte[]> part = application.owners().part(partition);
            healths.forEach(part, health -> items.add(item(part, health, now)));
        }
        return page(items, after, limit);
    }

    /**
     * Those of all instances.
     *
     * @param pathAndQuery the request, as it is put to the other instances
     */
    Page<HealthItem> everywhere(@Nullable String after, int limit, String pathAndQuery) {
        List<CompletableFuture<Peers.Answer>> others = application.owners().others().stream()
                .map(peer -> peers.ask(peer, pathAndQuery, Duration.ZERO))
                .toList();
        Page<HealthItem> here = here(after, limit);
        List<HealthItem> items = new ArrayList<>(here.items());
        boolean isMore = here.next() != null;
        for (CompletableFuture<Peers.Answer> other : others) {
            Page<HealthItem> there = parse(other.join());
            items.addAll(there.items());
            isMore |= there.next() != null;
        }
        Page<HealthItem> page = page(items, after, limit);
        // Whoever has more has filled the page.
        return page.next() == null && isMore
                ? new Page<>(page.items(), page.items().getLast().place())
                : page;
    }

    /** The first of them behind a place, the worst first. */
    static Page<HealthItem> page(List<HealthItem> items, @Nullable String after, int limit) {
        List<HealthItem> found = items.stream()
                .filter(item -> after == null || item.place().compareTo(after) > 0)
                .sorted(WORST_FIRST)
                .limit(limit + 1L)
                .toList();
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(found.subList(0, limit), found.get(limit - 1).place());
    }

    private HealthItem item(ReadOnlyKeyValueStore<Bytes, byte[]> part, OrganisationHealth health, Instant now) {
        Instant oldest = health.getUndelivered() > 0 ? healths.oldestHeld(part, health.getOrganisation()) : null;
        return HealthItem.of(health, oldest, rules, now);
    }

    private Page<HealthItem> parse(Peers.Answer answer) {
        if (answer.status() != OK) {
            throw new InvalidStateStoreException("another instance does not answer");
        }
        try {
            return json.readValue(
                    answer.body(), json.getTypeFactory().constructParametricType(Page.class, HealthItem.class));
        } catch (IOException e) {
            throw new UncheckedIOException("another instance speaks another version", e);
        }
    }
}
