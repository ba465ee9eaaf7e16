package se.budkavle.notifier.dispatcher;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a task, one for each subscription for which something is pending: which there are, what of their lanes is
 * pending, which wait for room, and when which is woken.
 */
final class Lines {

    private record WakeUp(long at, Line line) {}

    private final int lanesRemembered;
    private final DispatcherMetrics metrics;
    private final PendingBoard board;
    private final Map<String, Line> lines = new HashMap<>();
    private final Map<Lane, Standing> standings = new HashMap<>();
    private final TreeSet<WakeUp> wakeUps = new TreeSet<>(Comparator.comparingLong(WakeUp::at)
            .thenComparing(wakeUp -> wakeUp.line().subscriptionId()));

    /** Lines that have something to send and could not, in the order in which they asked. */
    private final SequencedSet<Line> waiting = new LinkedHashSet<>();

    /** Those of them with slow endpoints, which have their own share of the room. */
    private final SequencedSet<Line> slowWaiting = new LinkedHashSet<>();

    Lines(int lanesRemembered, DispatcherMetrics metrics, PendingBoard board) {
        this.lanesRemembered = lanesRemembered;
        this.metrics = metrics;
        this.board = board;
    }

    /** The line of an item; it begins with it. */
    Line of(Item item) {
        return of(item.lane().subscriptionId());
    }

    /** The line of a subscription; it begins now if there is none. */
    Line of(String subscriptionId) {
        return lines.computeIfAbsent(subscriptionId, Line::new);
    }

    /** The line of a subscription; null: nothing is pending for it. */
    @Nullable Line find(String subscriptionId) {
        return lines.get(subscriptionId);
    }

    /** Counts an item that is now pending. */
    void added(Line line, Item item) {
        Standing standing = standings.get(item.lane());
        if (standing == null && line.isRemembered() && standings.size() < lanesRemembered) {
            standing = new Standing();
            standings.put(item.lane(), standing);
        }
        if (standing != null) {
            standing.added(item);
        }
        line.added(standing != null);
        metrics.pendingChanged(1);
        board.added(item);
    }

    /** Counts an item that is no longer pending. */
    void removed(Line line, Item item) {
        Standing standing = standings.get(item.lane());
        if (standing != null) {
            standing.removed(item);
            if (standing.isEmpty()) {
                standings.remove(item.lane());
            }
        }
        line.removed(standing != null);
        metrics.pendingChanged(-1);
        board.removed(item);
    }

    /** Counts a failure of an item. */
    void failed(Item item) {
        Standing standing = standings.get(item.lane());
        if (standing != null && !item.isRetry()) {
            standing.failed();
        }
    }

    /** What is pending of a lane; null: nothing, if its line {@link Line#isRemembered}, else it is not known. */
    @Nullable Standing standing(Lane lane) {
        return standings.get(lane);
    }

    void forgetIfEmpty(Line line, long now) {
        if (line.emptyFrom() > now) {
            wake(line, line.emptyFrom());
        } else if (lines.remove(line.subscriptionId(), line)) {
            wakeUps.remove(new WakeUp(line.wakeAt, line));
        }
    }

    /** Puts a line behind those that wait for room, unless it waits already. */
    void await(Line line) {
        (line.isSlow() ? slowWaiting : waiting).add(line);
    }

    /** How many wait for room; {@code slow}: of those with slow endpoints. */
    int waiting(boolean slow) {
        return (slow ? slowWaiting : waiting).size();
    }

    /** Takes out the line that has waited longest; {@code slow}: of those with slow endpoints. */
    Line nextWaiting(boolean slow) {
        return (slow ? slowWaiting : waiting).removeFirst();
    }

    /** Has a line woken at a time, unless it is woken earlier. */
    void wake(Line line, long at) {
        if (at < line.wakeAt) {
            wakeUps.remove(new WakeUp(line.wakeAt, line));
            line.wakeAt = at;
            wakeUps.add(new WakeUp(at, line));
        }
    }

    /** When the next line is to be woken; {@link Long#MAX_VALUE}: none is. */
    long nextWake() {
        return wakeUps.isEmpty() ? Long.MAX_VALUE : wakeUps.getFirst().at();
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

    /** Takes what was counted out of the metrics and off the board. */
    void close() {
        for (Line line : lines.values()) {
            metrics.pendingChanged(-line.pending());
            board.forget(line.subscriptionId());
            metrics.endpointsChanged(line.failing() == null ? 0 : -1, line.isOpen() ? -1 : 0);
        }
    }
}
