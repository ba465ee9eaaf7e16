package se.budkavle.chaos.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that is due was told at least once, nothing else was, in order, and what came again had been under way or settled
 * since the last commit when work moved from one process to another.
 */
public final class NoticeAccounting {

    /** A subscription has no more under way: {@code budkavle.notifier.dispatcher.max-in-flight}. */
    private static final int MOST_IN_FLIGHT = 16;

    /** Work moves when a process dies, when another one takes over, and when it comes back. */
    private static final int MOVES = 3;

    /** Ten commit intervals: on a busy machine a thread does not commit in the very moment. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    /** Until work has moved back to a process that is ready again. */
    private static final Duration MOVING_BACK = Duration.ofSeconds(30);

    private final Subscriber subscriber;
    private final List<Finding> findings = new ArrayList<>();

    private NoticeAccounting(Subscriber subscriber) {
        this.subscriber = subscriber;
    }

    /**
     * What came of one subscriber.
     *
     * @param due how many notifications were due
     * @param told how many were taken, repetitions included
     * @param repeated how many had been taken before
     * @param findings what must not be
     */
    public record Outcome(int due, int told, int repeated, List<Finding> findings) {}

    /**
     * Compares.
     *
     * @param due what was due
     * @param told what was taken, in that order
     * @param disturbances when something may have come again
     */
    public static Outcome compare(
            Subscriber subscriber, List<Due> due, List<Notice> told, List<Disturbance> disturbances) {
        var accounting = new NoticeAccounting(subscriber);
        List<Notice> repetitions = accounting.complete(due, told);
        accounting.subjectsInOrder(told);
        accounting.strandsInOrder(due, told);
        accounting.explained(repetitions, told, disturbances);
        return new Outcome(due.size(), told.size(), repetitions.size(), List.copyOf(accounting.findings));
    }

    /** {@return what was told again, each with the time of the first} */
    private List<Notice> complete(List<Due> due, List<Notice> told) {
        Set<String> missing = new HashSet<>();
        due.forEach(each -> missing.add(each.key()));
        Map<String, Notice> seen = new HashMap<>();
        List<Notice> repetitions = new ArrayList<>();
        for (Notice notice : told) {
            Notice first = seen.putIfAbsent(notice.key(), notice);
            if (first != null) {
                repetitions.add(first);
            } else if (!missing.remove(notice.key())) {
                find(Finding.Kind.FOREIGN, notice.key());
            }
        }
        missing.forEach(key -> find(Finding.Kind.UNTOLD, key));
        return repetitions;
    }

    /** By the sequence that notifications carry: the first success of n comes before the first success of n+1. */
    private void subjectsInOrder(List<Notice> told) {
        if (subscriber.order() == Subscriber.Order.NEVER) {
            return;
        }
        Set<String> seen = new HashSet<>();
        Map<String, Long> latest = new HashMap<>();
        for (Notice notice : told) {
            if (seen.add(notice.key())
                    && latest.merge(notice.subject(), notice.sequence(), Math::max) > notice.sequence()) {
                find(Finding.Kind.INVERTED, notice.key());
            }
        }
    }

    /** By what the clients know: of messages of one conversation and priority, and events of one kind. */
    private void strandsInOrder(List<Due> due, List<Notice> told) {
        if (subscriber.order() == Subscriber.Order.NEVER) {
            return;
        }
        Map<String, Integer> positions = new HashMap<>();
        Map<String, String> strands = new HashMap<>();
        for (int i = 0; i < due.size(); i++) {
            Due each = due.get(i);
            if (!each.strand().isEmpty()) {
                positions.put(each.key(), i);
                strands.put(each.key(), each.key().substring(0, each.key().indexOf(' ')) + " " + each.strand());
            }
        }
        Set<String> seen = new HashSet<>();
        Map<String, Integer> latest = new HashMap<>();
        for (Notice notice : told) {
            Integer position = positions.get(notice.key());
            String strand = strands.get(notice.key());
            if (position != null
                    && strand != null
                    && seen.add(notice.key())
                    && latest.merge(strand, position, Math::max) > position) {
                find(Finding.Kind.INVERTED, notice.key());
            }
        }
    }

    private void explained(List<Notice> repetitions, List<Notice> told, List<Disturbance> disturbances) {
        long unexplained = repetitions.stream()
                .filter(first -> disturbances.stream().noneMatch(each -> covers(each, first.at())))
                .count();
        if (unexplained > 0) {
            find(Finding.Kind.REPEATED, unexplained + " while no work moved");
        }
        for (Disturbance disturbance : disturbances) {
            long again = repetitions.stream()
                    .filter(first -> covers(disturbance, first.at()))
                    .count();
            long most = (long) MOVES * (MOST_IN_FLIGHT + busiest(told, disturbance));
            if (again > most) {
                find(Finding.Kind.REPEATED, "%d, more than the %d under way or just settled".formatted(again, most));
            }
        }
    }

    private static boolean covers(Disturbance disturbance, long at) {
        return at >= disturbance.from() - SETTLED.toNanos() && at <= disturbance.to() + MOVING_BACK.toNanos();
    }

    /** The most that were taken within the time since a commit. */
    private static int busiest(List<Notice> told, Disturbance disturbance) {
        int most = 0;
        int from = 0;
        for (int to = 0; to < told.size(); to++) {
            long at = told.get(to).at();
            if (!covers(disturbance, at)) {
                continue;
            }
            while (at - told.get(from).at() > SETTLED.toNanos()) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    private void find(Finding.Kind kind, String what) {
        findings.add(new Finding(kind, subscriber.name(), what));
    }
}
