package se.budkavle.notifier.views;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import se.budkavle.notifier.api.Peers;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.Balance;

/** Reads the books: those of the owners here, as every instance has them whole, those of intake at every instance. */
@Singleton
@Requires(beans = ViewsApplication.class)
class BalanceReader {

    /** Where an instance tells its part. */
    static final String PART = "/internal/v1/balance/part";

    private static final int OK = 200;

    /**
     * The books at a moment.
     *
     * @param at when they were read
     * @param books by organisation
     * @param overdue the longest overdue first, one more than are shown
     */
    record Reading(Instant at, Map<String, Books> books, List<OverdueItem> overdue) {}

    private final ViewsApplication views;
    private final BalanceSettings settings;
    private final Peers peers;
    private final ObjectMapper json;
    private final Clock clock;
    private final IntakeStore intake;
    private final DeliveryStates states;

    BalanceReader(
            ViewsApplication views,
            BalanceSettings settings,
            Peers peers,
            ObjectMapper json,
            Clock clock,
            AvroSerdes serdes) {
        this.views = views;
        this.settings = settings;
        this.peers = peers;
        this.json = json;
        this.clock = clock;
        this.intake = new IntakeStore(serdes);
        this.states = new DeliveryStates(serdes);
    }

    /** This instance's part. */
    BalancePart here() {
        Map<String, Intake> accepted = new HashMap<>();
        for (int partition : views.intake().partitions()) {
            intake.addTo(accepted, views.intake().part(partition));
        }
        List<OverdueItem> overdue = new ArrayList<>();
        Instant dueBefore = clock.instant().minus(settings.tolerance());
        for (int partition : views.traces().partitions()) {
            overdue.addAll(states.overdue(views.traces().part(partition), dueBefore, settings.overdueShown() + 1));
        }
        return new BalancePart(accepted, longestFirst(overdue));
    }

    /** The books of all instances. */
    Reading read() {
        List<CompletableFuture<Peers.Answer>> others = views.traces().others().stream()
                .map(peer -> peers.ask(peer, PART, Duration.ZERO))
                .toList();
        // The owners' books are read before what came in: what they count has come in.
        List<Balance> owners = owners();
        List<BalancePart> parts = new ArrayList<>();
        parts.add(here());
        others.forEach(other -> parts.add(part(other.join())));

        Map<String, Intake> accepted = new HashMap<>();
        parts.forEach(part -> part.intake().forEach((who, count) -> accepted.merge(who, count, Intake::plus)));
        Map<String, Books> books = new HashMap<>();
        accepted.forEach((organisation, count) -> books.put(organisation, new Books(count)));
        owners.forEach(balance -> books.computeIfAbsent(balance.getOrganisation(), who -> new Books(Intake.NONE))
                .add(balance));
        List<OverdueItem> overdue = longestFirst(
                parts.stream().flatMap(part -> part.overdue().stream()).toList());
        return new Reading(clock.instant(), books, overdue);
    }

    private List<Balance> owners() {
        List<Balance> owners = new ArrayList<>();
        try (KeyValueIterator<String, Balance> all = views.balances().all()) {
            while (all.hasNext()) {
                KeyValue<String, Balance> next = all.next();
                owners.add(next.value);
            }
        }
        return owners;
    }

    private List<OverdueItem> longestFirst(List<OverdueItem> items) {
        return items.stream()
                .sorted(Comparator.comparing(OverdueItem::due).thenComparing(OverdueItem::messageId))
                .limit(settings.overdueShown() + 1L)
                .toList();
    }

    private BalancePart part(Peers.Answer answer) {
        if (answer.status() != OK) {
            throw new InvalidStateStoreException("another instance does not answer");
        }
        try {
            return json.readValue(answer.body(), BalancePart.class);
        } catch (IOException e) {
            throw new UncheckedIOException("another instance speaks another version", e);
        }
    }
}
