package se.budkavle.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import se.budkavle.chaos.KillReport.Recovery;
import se.budkavle.chaos.KillReport.StrikeReport;
import se.budkavle.chaos.account.Accepted;
import se.budkavle.chaos.account.Due;
import se.budkavle.chaos.account.DueList;
import se.budkavle.chaos.account.Ledger;
import se.budkavle.chaos.account.Ledger.Arrival;
import se.budkavle.chaos.account.Notice;
import se.budkavle.chaos.account.Stop;
import se.budkavle.chaos.account.Subscriber;
import se.budkavle.chaos.fault.Nemesis.Struck;

/** For how long what stood still after a strike, as clients saw it: the intake, the inboxes, the endpoints. */
final class Aftermath {

    /** A stop is looked for this long after a strike; by then the service has resumed, or the run fails anyway. */
    private static final Duration LASTING = Duration.ofSeconds(30);

    /** What is shorter is no recovery. */
    private static final Duration NOTICED = Duration.ofSeconds(1);

    private static final double NANOS_PER_SECOND = 1e9;

    private final Ledger ledger;
    private final List<Accepted> accepted;
    private final Map<String, List<Long>> coming = new HashMap<>();
    private final Map<String, List<Long>> arrived = new HashMap<>();
    private final Set<String> subscribers = new HashSet<>();

    /**
     * @param due what subscribers had to be told
     * @param prompt those whose endpoints never make anybody wait
     */
    Aftermath(Ledger ledger, DueList due, List<Subscriber> prompt) {
        this.ledger = ledger;
        this.accepted = ledger.accepted();
        for (Accepted message : accepted) {
            message.recipients().forEach(recipient -> coming.computeIfAbsent(recipient, _ -> new ArrayList<>())
                    .add(message.acceptedAt()));
        }
        coming.keySet()
                .forEach(recipient -> arrived.put(
                        recipient,
                        ledger.arrivals(recipient).stream().map(Arrival::at).toList()));
        for (Subscriber subscriber : prompt) {
            subscribers.add(subscriber.name());
            coming.put(
                    subscriber.name(),
                    due.of(subscriber).stream().map(Due::from).toList());
            Map<String, Long> first = new HashMap<>();
            for (Notice notice : ledger.notices(subscriber.name())) {
                first.putIfAbsent(notice.key(), notice.at());
            }
            arrived.put(subscriber.name(), List.copyOf(first.values()));
        }
    }

    /**
     * What a strike did.
     *
     * @param begin of the sending, as {@link System#nanoTime}
     * @param next when the next strike came, likewise
     */
    StrikeReport of(Struck struck, long begin, long next) {
        long from = struck.at();
        Duration lasting = struck.strike().lasting();
        long to = Math.min(next, from + LASTING.toNanos() + (lasting == null ? 0 : lasting.toNanos()));
        long intake = accepted.stream()
                .filter(message -> message.acceptedAt() >= from && message.sentAt() < to)
                .mapToLong(message -> message.acceptedAt() - message.sentAt())
                .max()
                .orElse(0);
        long answer = ledger.attempts().stream()
                .filter(attempt -> attempt.from() >= from && attempt.from() < to)
                .mapToLong(attempt -> attempt.to() - attempt.from())
                .max()
                .orElse(0);
        Stop inbox = longest(false, from, to);
        Stop endpoint = longest(true, from, to);
        Long back = struck.back();
        Long unready = struck.unreadyAfter();
        return new StrikeReport(
                struck.what(),
                seconds(from - begin),
                seconds(inbox.lasted().toNanos()),
                inbox.recipient(),
                seconds(endpoint.lasted().toNanos()),
                endpoint.recipient(),
                seconds(intake),
                seconds(answer),
                unready == null ? null : seconds(unready),
                !struck.strike().isAddition(),
                back == null ? null : seconds(back - from),
                new Recovery(
                        recovered(intakeAsAWhole(from, to), from), recovered(inbox, from), recovered(endpoint, from)));
    }

    /** The longest time in which somebody wanted to send and nobody was given a 202. */
    private Stop intakeAsAWhole(long from, long to) {
        return Stop.longest(
                "intake",
                accepted.stream().map(Accepted::sentAt).toList(),
                accepted.stream().map(Accepted::acceptedAt).toList(),
                from,
                to);
    }

    private static double recovered(Stop stop, long from) {
        return stop.lasted().compareTo(NOTICED) < 0 ? 0 : seconds(stop.ended() - from);
    }

    private Stop longest(boolean ofSubscribers, long from, long to) {
        return coming.entrySet().stream()
                .filter(each -> subscribers.contains(each.getKey()) == ofSubscribers)
                .map(each -> Stop.longest(
                        each.getKey(), each.getValue(), arrived.getOrDefault(each.getKey(), List.of()), from, to))
                .max(Comparator.comparing(Stop::lasted))
                .orElse(new Stop("nobody", Duration.ZERO, from));
    }

    private static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }
}
