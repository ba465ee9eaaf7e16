package se.budkavle.chaos.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the clients write down while they work; any thread may. */
public final class Ledger {

    private final List<Accepted> accepted = new ArrayList<>();
    private final Map<String, List<Arrival>> arrivals = new ConcurrentHashMap<>();
    private final Map<String, List<Notice>> notices = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Answered> answered = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Finding> findings = new ConcurrentLinkedQueue<>();

    /**
     * A message shown by the inbox's feed for the first time.
     *
     * @param messageId which
     * @param at when it was seen, as {@link System#nanoTime}
     */
    public record Arrival(String messageId, long at) {}

    /** A 202 came. */
    public void accept(Accepted message) {
        synchronized (accepted) {
            accepted.add(message);
        }
    }

    /** The feed of an address showed a message. */
    public void arrive(String recipient, Arrival arrival) {
        List<Arrival> seen = arrivals.computeIfAbsent(recipient, _ -> new ArrayList<>());
        synchronized (seen) {
            seen.add(arrival);
        }
    }

    /** A subscriber took a notification. */
    public void tell(Notice notice) {
        List<Notice> seen = notices.computeIfAbsent(notice.subscriber(), _ -> new ArrayList<>());
        synchronized (seen) {
            seen.add(notice);
        }
    }

    /** What a subscriber took, in its order, repetitions included. */
    public List<Notice> notices(String subscriber) {
        List<Notice> seen = notices.getOrDefault(subscriber, List.of());
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    /** How many notifications all subscribers took. */
    public int noticeCount() {
        int count = 0;
        for (List<Notice> seen : notices.values()) {
            synchronized (seen) {
                count += seen.size();
            }
        }
        return count;
    }

    /** A recipient's answer was confirmed. */
    public void answer(Answered answer) {
        answered.add(answer);
    }

    /** All of those answers. */
    public List<Answered> answered() {
        return List.copyOf(answered);
    }

    /** A request to send a message ended, however it did. */
    public void attempt(Attempt attempt) {
        attempts.add(attempt);
    }

    /** All of those requests. */
    public List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Something went wrong that the inboxes will not tell. */
    public void find(Finding finding) {
        findings.add(finding);
    }

    /** How many messages got their 202. */
    public int acceptedCount() {
        synchronized (accepted) {
            return accepted.size();
        }
    }

    /** Those messages, in the order of their 202. */
    public List<Accepted> accepted() {
        synchronized (accepted) {
            return List.copyOf(accepted);
        }
    }

    /** What the feed of an address showed, in its order. */
    public List<Arrival> arrivals(String recipient) {
        List<Arrival> seen = arrivals.getOrDefault(recipient, List.of());
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    /** How many messages the feed of an address has shown. */
    public int arrivalCount(String recipient) {
        List<Arrival> seen = arrivals.getOrDefault(recipient, List.of());
        synchronized (seen) {
            return seen.size();
        }
    }

    /** From the beginning of the POST until the inbox's feed showed the message, of all that were seen before a time. */
    public Latencies postToInbox(long before) {
        Map<String, Long> sent = new HashMap<>();
        accepted().forEach(message -> sent.put(message.messageId(), message.sentAt()));
        return Latencies.of(arrivals.keySet().stream()
                .flatMap(recipient -> arrivals(recipient).stream())
                .filter(arrival -> arrival.at() < before && sent.containsKey(arrival.messageId()))
                .mapToLong(arrival -> arrival.at() - sent.getOrDefault(arrival.messageId(), arrival.at()))
                .toArray());
    }

    /** What went wrong on the way. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }
}
