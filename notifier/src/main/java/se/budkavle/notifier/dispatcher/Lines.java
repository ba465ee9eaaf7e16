package se.budkavle.notifier.dispatcher;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a task, one for each subscription for which something is pending: which there are, which wait for room, and
 * when which is woken.
 */
final class Lines {

    private record WakeUp(long at, Line line) {}

    private final DispatcherMetrics metrics;
    private final Map<String, Line> lines = new HashMap<>();
    private final TreeSet<WakeUp> wakeUps = new TreeSet<>(Comparator.comparingLong(WakeUp::at)
            .thenComparing(wakeUp -> wakeUp.line().subscriptionId()));

    /** Lines that have something to send and could not, in the order in which they asked. */
    private final SequencedSet<Line> waiting = new LinkedHashSet<>();

    Lines(DispatcherMetrics metrics) {
        this.metrics = metrics;
    }

    /** The line of an item; it begins with it. */
    Line of(Item item) {
        return lines.computeIfAbsent(item.lane().subscriptionId(), Line::new);
    }

    /** The line of a subscription; null: nothing is pending for it. */
    @Nullable Line find(String subscriptionId) {
        return lines.get(subscriptionId);
    }

    /** Counts an item that is now pending. */
    void added(Line line) {
        line.added();
        metrics.pendingChanged(1);
    }

    /** Counts an item that is no longer pending. */
    void removed(Line line) {
        line.removed();
        metrics.pendingChanged(-1);
    }

    void forgetIfEmpty(Line line) {
        if (line.isEmpty()) {
            lines.remove(line.subscriptionId());
            wakeUps.remove(new WakeUp(line.wakeAt, line));
        }
    }

    /** Puts a line behind those that wait for room, unless it waits already. */
    void await(Line line) {
        waiting.add(line);
    }

    /** How many wait for room. */
    int waiting() {
        return waiting.size();
    }

    /** Takes out the line that has waited longest. */
    Line nextWaiting() {
        return waiting.removeFirst();
    }

    /** Has a line woken at a time, unless it is woken earlier. */
    void wake(Line line, long at) {
        if (at < line.wakeAt) {
            wakeUps.remove(new WakeUp(line.wakeAt, line));
            line.wakeAt = at;
            wakeUps.add(new WakeUp(at, line));
        }
    }

    /** Takes out the next line that is to be woken by now; null: there is none. */
    @Nullable Line nextWoken(long now) {
        if (wakeUps.isEmpty() || wakeUps.getFirst().at() > now) {
            return null;
        }
        Line line = wakeUps.removeFirst().line();
        line.wakeAt = Long.MAX_VALUE;
        line.retriesMayBeDue = true;
        return line;
    }

    /** Takes what was counted out of the metrics. */
    void close() {
        lines.values().forEach(line -> metrics.pendingChanged(-line.pending()));
    }
}
