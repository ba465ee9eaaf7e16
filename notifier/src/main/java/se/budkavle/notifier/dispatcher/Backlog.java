package se.budkavle.notifier.dispatcher;

import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much is pending for a subscription, and since when, in the same little memory whatever waits: items are counted by
 * the span of time in which they were written, and spans are doubled when there are too many. The oldest is exact as long
 * as the first of its span is pending; once that is settled, another of the span may be younger than is said, by a span at most.
 * Written by one thread, read by any.
 */
final class Backlog {

    private static final int MOST_SPANS = 16;
    private static final long SHORTEST_SPAN_MILLIS = 1000;

    private static final class Span {
        private long first = Long.MAX_VALUE;
        private long count;

        void add(long from, long more) {
            first = Math.min(first, from);
            count += more;
        }
    }

    private TreeMap<Long, Span> spans = new TreeMap<>();
    private long spanMillis = SHORTEST_SPAN_MILLIS;
    private long count;

    /** Counts an item that is now pending. */
    synchronized void added(Instant written) {
        long at = written.toEpochMilli();
        count++;
        spans.computeIfAbsent(Math.floorDiv(at, spanMillis), index -> new Span())
                .add(at, 1);
        while (spans.size() > MOST_SPANS) {
            doubleSpans();
        }
    }

    /** Counts an item that was {@link #added} and is no longer pending. */
    synchronized void removed(Instant written) {
        count--;
        spans.computeIfPresent(Math.floorDiv(written.toEpochMilli(), spanMillis), (index, span) -> {
            span.count--;
            return span.count == 0 ? null : span;
        });
    }

    synchronized long count() {
        return count;
    }

    /** When the oldest was written; null: nothing is pending. */
    synchronized @Nullable Instant oldest() {
        return spans.isEmpty() ? null : Instant.ofEpochMilli(spans.firstEntry().getValue().first);
    }

    private void doubleSpans() {
        TreeMap<Long, Span> wider = new TreeMap<>();
        spans.forEach((index, span) -> wider.computeIfAbsent(Math.floorDiv(index, 2), half -> new Span())
                .add(span.first, span.count));
        spans = wider;
        spanMillis *= 2;
    }
}
