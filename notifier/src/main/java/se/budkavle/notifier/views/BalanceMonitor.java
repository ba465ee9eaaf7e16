package se.budkavle.notifier.views;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.notifier.views.BalanceReader.Reading;
import se.budkavle.notifier.views.BalanceView.OrganisationBalance;

/** Watches the books: a difference is a metric, and told in the log once, when it appears and when it is gone. */
@Singleton
@Requires(beans = ViewsApplication.class)
class BalanceMonitor implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(BalanceMonitor.class);

    private final Supplier<Reading> reader;
    private final BalanceSettings settings;
    private final PassageHistory history;
    private final AtomicLong difference = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("balance-monitor").factory());

    @Inject
    BalanceMonitor(BalanceReader reader, BalanceSettings settings, MeterRegistry meters) {
        this(reader::read, settings, meters);
    }

    /** Watches what is read anywhere. */
    BalanceMonitor(Supplier<Reading> reader, BalanceSettings settings, MeterRegistry meters) {
        this.reader = reader;
        this.settings = settings;
        this.history = new PassageHistory(settings.tolerance());
        Gauge.builder("budkavle.balance.difference", difference, AtomicLong::get)
                .description("Deliveries that are missing in the books, or too many, over all organisations")
                .register(meters);
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        long millis = settings.interval().toMillis();
        var _ = timer.scheduleWithFixedDelay(this::watch, millis, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * The books as they are now.
     *
     * @throws InvalidStateStoreException while a part of them is being moved
     */
    BalanceView balance() {
        return view(readComplete());
    }

    /** Looks at the books, and tells what is new of a difference. */
    void watch() {
        try {
            Reading reading = readComplete();
            history.add(reading.at(), passages(reading));
            note(view(reading));
        } catch (InvalidStateStoreException e) {
            // A part of the books is being moved: they are looked at again soon.
            LOG.atDebug().log("The books cannot be read right now");
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("error", e.getClass().getName()).log("The books could not be read");
        }
    }

    private Reading readComplete() {
        Reading reading = reader.get();
        if (!history.isComplete(passages(reading))) {
            throw new InvalidStateStoreException("a part of the books is missing");
        }
        return reading;
    }

    private BalanceView view(Reading reading) {
        List<OrganisationBalance> organisations = reading.books().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> OrganisationBalance.of(
                        each.getKey(),
                        each.getValue(),
                        history.stuck(
                                each.getKey(), reading.at(), each.getValue().passage())))
                .toList();
        List<OverdueItem> overdue = reading.overdue();
        int shown = Math.min(overdue.size(), settings.overdueShown());
        return new BalanceView(
                reading.at(),
                organisations.stream().allMatch(each -> each.difference() == 0),
                organisations,
                overdue.subList(0, shown),
                overdue.size() > shown);
    }

    private void note(BalanceView view) {
        List<OrganisationBalance> different = view.organisations().stream()
                .filter(each -> each.difference() != 0)
                .toList();
        long now = different.stream()
                .mapToLong(each -> Math.abs(each.difference()))
                .sum();
        long before = difference.getAndSet(now);
        if (before == 0 && now != 0) {
            LOG.atWarn()
                    .addKeyValue("difference", now)
                    .addKeyValue("organisations", different.size())
                    .addKeyValue("organisation", different.getFirst().organisation())
                    .log("The books do not balance");
        } else if (before != 0 && now == 0) {
            LOG.atInfo().log("The books balance again");
        }
    }

    private static Map<String, Passage> passages(Reading reading) {
        Map<String, Passage> passages = new HashMap<>();
        reading.books().forEach((organisation, books) -> passages.put(organisation, books.passage()));
        return passages;
    }

    /** Stops. */
    @PreDestroy
    public void close() {
        timer.shutdownNow();
    }
}
