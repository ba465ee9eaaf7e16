package se.budkavle.router.topology;

import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Predicate;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.WaitingEvent;

/**
 * Published events of a partition that wait for their time, on disk, and the only place that writes it. Keys sort as they
 * are read; numbers are 16 hexadecimal digits, the length of a subject 8:
 *
 * <pre>
 *   waiting-events               due offset                  the event
 *   waiting-events-by-subject    length subject due offset   nothing
 * </pre>
 */
final class ScheduledEvents {

    private static final byte[] NOTHING = {};
    private static final int TIME_DIGITS = 16;
    private static final HexFormat HEX = HexFormat.of();

    /** Sorts behind every hexadecimal digit. */
    private static final String BEHIND = "~";

    private final KeyValueStore<String, WaitingEvent> events;
    private final KeyValueStore<String, byte[]> bySubject;

    /** No event is due before it: nothing need be read until then. */
    private Instant earliest = Instant.EPOCH;

    ScheduledEvents(KeyValueStore<String, WaitingEvent> events, KeyValueStore<String, byte[]> bySubject) {
        this.events = events;
        this.bySubject = bySubject;
        lookForEarliest();
    }

    /**
     * Lets an event wait.
     *
     * @param offset where it came in, by which those due at the same time are ordered
     * @param traceparent the trace it belongs to
     */
    void add(Event event, Instant due, long offset, @Nullable String traceparent) {
        String place = time(due) + HEX.toHexDigits(offset);
        events.put(
                place,
                WaitingEvent.newBuilder()
                        .setDue(due)
                        .setEvent(event)
                        .setTraceparent(traceparent)
                        .build());
        bySubject.put(subject(event) + place, NOTHING);
        if (due.isBefore(earliest)) {
            earliest = due;
        }
    }

    /** No event that waits is due before it; {@link Instant#MAX}: none waits. */
    Instant earliest() {
        return earliest;
    }

    /** Whether the time of one that waits may have come. Costs no read. */
    boolean mayBeDue(Instant now) {
        return !earliest.isAfter(now);
    }

    /**
     * Takes out those whose time has come, the first first.
     *
     * @param tell told each one; says whether it wants more
     */
    void takeDue(Instant now, Predicate<WaitingEvent> tell) {
        if (!mayBeDue(now)) {
            return;
        }
        // Deleting below an iterator is safe: it reads the store as it was. From `earliest` on, as what was taken out
        // before
        // is still to be skipped otherwise.
        try (KeyValueIterator<String, WaitingEvent> due = events.range(time(earliest), time(now) + BEHIND)) {
            boolean more = true;
            while (more && due.hasNext()) {
                var next = due.next();
                remove(next.key, next.value);
                more = tell.test(next.value);
            }
        }
        lookForEarliest();
    }

    /**
     * Takes out those of an event's subject whose time has come, the first first.
     *
     * @param tell told each one; says whether it wants more
     * @return whether none of them is left
     */
    boolean takeDueBefore(Event event, Instant now, Predicate<WaitingEvent> tell) {
        if (!mayBeDue(now)) {
            return true;
        }
        String subject = subject(event);
        try (KeyValueIterator<String, byte[]> due = bySubject.range(subject, subject + time(now) + BEHIND)) {
            boolean more = true;
            while (more && due.hasNext()) {
                String place = due.next().key.substring(subject.length());
                WaitingEvent next = events.get(place);
                remove(place, next);
                more = tell.test(next);
            }
            return !due.hasNext();
        }
    }

    private void remove(String place, WaitingEvent waiting) {
        events.delete(place);
        bySubject.delete(subject(waiting.getEvent()) + place);
    }

    private void lookForEarliest() {
        try (KeyValueIterator<String, WaitingEvent> all = events.range(time(earliest), BEHIND)) {
            earliest = all.hasNext()
                    ? Instant.ofEpochMilli(HexFormat.fromHexDigitsToLong(all.peekNextKey(), 0, TIME_DIGITS))
                    : Instant.MAX;
        }
    }

    private static String time(Instant time) {
        return HEX.toHexDigits(time.toEpochMilli());
    }

    /** What orders events: their subject, or where they have none their source. */
    private static String subject(Event event) {
        String subject = event.getSubject() == null ? event.getSource() : event.getSubject();
        return HEX.toHexDigits(subject.length()) + subject;
    }
}
