package se.budkavle.router.topology;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import se.budkavle.router.decision.Decision;
import se.budkavle.router.decision.Novelty;
import se.budkavle.router.decision.SubscriptionIndex;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.streams.PoisonListener;

/**
 * What the router counts. Tags come from closed lists, so that the number of series is bounded. A count goes up when a
 * decision is made; one whose transaction is aborted and repeated counts twice.
 */
public final class RouterMetrics implements PoisonListener {

    private static final String PREFIX = "budkavle.router.";

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> parked = new ConcurrentHashMap<>();

    /** Counts in a registry. */
    public RouterMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A record came in on a lane. */
    void received(Lane lane, Novelty novelty) {
        count("messages", "lane", lane.name(), "novelty", lower(novelty));
    }

    /** It was decided what becomes of a message for one recipient. */
    void decided(Lane lane, Decision decision) {
        switch (decision) {
            case Decision.Deliver deliver -> decided(lane, "delivered", "none");
            case Decision.Hold hold -> decided(lane, "held", hold.reason().code());
            case Decision.End end -> decided(lane, "ended", end.reason().code());
            case Decision.Park park -> decided(lane, "parked", Reason.UNKNOWN_RECIPIENT.code());
        }
    }

    private void decided(Lane lane, String outcome, String reason) {
        count("decisions", "lane", lane.name(), "outcome", outcome, "reason", reason);
    }

    /** A message was put aside until its time. */
    void scheduled(Lane lane) {
        count("scheduled", "lane", lane.name());
    }

    /** Scheduled messages were released. */
    void released(Lane lane, int messages) {
        registry.counter(PREFIX + "released", "lane", lane.name()).increment(messages);
    }

    /** A replay or discard of what had ended already. */
    void ignored(Lane lane) {
        count("ignored", "lane", lane.name());
    }

    /** How many recipients of a lane's messages wait for their address; shared by its tasks. */
    AtomicLong parked(Lane lane) {
        return parked.computeIfAbsent(lane.name(), name -> {
            AtomicLong waiting = new AtomicLong();
            Gauge.builder(PREFIX + "parked", waiting, AtomicLong::get)
                    .description("Recipients that wait for their address to become known")
                    .tag("lane", name)
                    .register(registry);
            return waiting;
        });
    }

    /** Subscribers were notified. */
    void notified(int notifications) {
        registry.counter(PREFIX + "notifications").increment(notifications);
    }

    /** A published event was put aside until its time. */
    void eventScheduled() {
        count("events.scheduled");
    }

    /** The time of a published event that was put aside has come. */
    void eventReleased() {
        count("events.released");
    }

    /** A command was decided. */
    void command(Enum<?> kind, CommandOutcome outcome) {
        count("commands", "kind", lower(kind), "outcome", lower(outcome));
    }

    /** How many subscriptions are matched with. */
    void subscriptions(SubscriptionIndex index) {
        Gauge.builder(PREFIX + "subscriptions", index, SubscriptionIndex::size)
                .description("Subscriptions that events are matched with")
                .register(registry);
        Gauge.builder(PREFIX + "subscriptions.unreadable", index, SubscriptionIndex::unreadable)
                .description("Subscriptions that match nothing, as their filters cannot be read")
                .register(registry);
    }

    /** A record could not be read or processed: it was set aside, or skipped where it was of a registry. */
    @Override
    public void onPoison(String topic, Reason reason) {
        count("poison", "topic", topic, "reason", reason.code());
    }

    private void count(String name, String... tags) {
        registry.counter(PREFIX + name, tags).increment();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
