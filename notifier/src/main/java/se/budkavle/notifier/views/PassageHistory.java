package se.budkavle.notifier.views;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * How far everything had come a while ago, so that what is between two owners for a moment can be told from what is stuck.
 * Holds as many samples as fit into that while: a few numbers for each organisation and sample.
 */
final class PassageHistory {

    private record Sample(Instant at, Map<String, Passage> passages) {}

    private final Duration tolerance;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** @param tolerance how long a while is */
    PassageHistory(Duration tolerance) {
        this.tolerance = tolerance;
    }

    /** Adds a sample, and forgets those that are older than need be. */
    synchronized void add(Instant at, Map<String, Passage> passages) {
        samples.addLast(new Sample(at, Map.copyOf(passages)));
        Instant old = at.minus(tolerance);
        while (samples.size() > 1 && !samplesSecond().at().isAfter(old)) {
            samples.removeFirst();
        }
    }

    /** How many of an organisation's deliveries are stuck; 0 while it is too early to say. */
    synchronized long stuck(String organisation, Instant now, Passage passage) {
        Sample oldest = samples.peekFirst();
        if (oldest == null || oldest.at().isAfter(now.minus(tolerance))) {
            return 0;
        }
        return passage.stuckSince(oldest.passages().getOrDefault(organisation, Passage.NONE));
    }

    /** Whether nothing has fallen since the last sample: else a part of the counts is missing right now. */
    synchronized boolean isComplete(Map<String, Passage> passages) {
        Sample newest = samples.peekLast();
        return newest == null
                || newest.passages().entrySet().stream()
                        .allMatch(before -> passages.getOrDefault(before.getKey(), Passage.NONE)
                                .isAfter(before.getValue()));
    }

    private Sample samplesSecond() {
        var each = samples.iterator();
        each.next();
        return each.next();
    }
}
