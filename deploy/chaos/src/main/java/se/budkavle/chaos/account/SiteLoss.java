package se.budkavle.chaos.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What went with a site that was lost. What came shortly before its end may be gone, as copies are made after the fact; what
 * came earlier may not, and nothing may be twice or in another order.
 */
public final class SiteLoss {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final Set<String> ANSWERED = Set.of("ACKNOWLEDGED", "REJECTED");

    private final long lostAt;
    private final long excusedFrom;
    private final Map<String, Accepted> messages = new HashMap<>();
    private final Map<String, Integer> missing = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private int answers;
    private int untold;
    private long earliest = Long.MAX_VALUE;

    private SiteLoss(List<Accepted> accepted, long lostAt, Duration excused) {
        this.lostAt = lostAt;
        this.excusedFrom = lostAt - excused.toNanos();
        accepted.forEach(message -> messages.put(message.messageId(), message));
    }

    /**
     * What was lost, and what must not have been.
     *
     * @param messages that no recipient has
     * @param halves messages that some of their recipients have
     * @param answers of recipients that are forgotten: the delivery waits for one again
     * @param untold notifications that nobody was sent
     * @param earliest how many seconds before the end the earliest of all these came; 0: nothing is lost
     * @param findings what is lost though it came before, and whatever else must not be
     */
    public record Outcome(int messages, int halves, int answers, int untold, double earliest, List<Finding> findings) {}

    /**
     * Tells what may be lost from what may not.
     *
     * @param accepted what got its 202, at either site
     * @param answered what recipients were told is done, at either site
     * @param inboxes as the other site lists them
     * @param ledger what the clients found on the way
     * @param untold notifications that were due and did not come
     * @param lostAt when the site was lost, as {@link System#nanoTime}
     * @param excused how long before that something may be lost
     */
    public static Outcome of(
            List<Accepted> accepted,
            List<Answered> answered,
            Map<String, List<Item>> inboxes,
            List<Finding> ledger,
            List<Due> untold,
            long lostAt,
            Duration excused) {
        var loss = new SiteLoss(accepted, lostAt, excused);
        Accounting.compare(accepted, inboxes).forEach(loss::inbox);
        loss.answers(answered, inboxes);
        untold.forEach(loss::untold);
        ledger.stream().filter(finding -> !loss.isOfWhatIsGone(finding)).forEach(loss.findings::add);
        int whole = (int) loss.missing.entrySet().stream()
                .filter(each -> each.getValue() == loss.recipients(each.getKey()))
                .count();
        return new Outcome(
                whole,
                loss.missing.size() - whole,
                loss.answers,
                loss.untold,
                loss.earliest == Long.MAX_VALUE ? 0 : (lostAt - loss.earliest) / NANOS_PER_SECOND,
                List.copyOf(loss.findings));
    }

    private int recipients(String messageId) {
        Accepted message = messages.get(messageId);
        return message == null ? 0 : message.recipients().size();
    }

    private void inbox(Finding finding) {
        Accepted message = messages.get(finding.what());
        if (finding.kind() == Finding.Kind.LOST && message != null && mayBeGone(message.acceptedAt())) {
            missing.merge(message.messageId(), 1, Integer::sum);
        } else {
            findings.add(finding);
        }
    }

    private void answers(List<Answered> answered, Map<String, List<Item>> inboxes) {
        Map<String, String> statuses = new HashMap<>();
        inboxes.values()
                .forEach(inbox ->
                        inbox.forEach(item -> statuses.put(item.recipient() + " " + item.messageId(), item.status())));
        for (Answered answer : answered) {
            String status = statuses.get(answer.recipient() + " " + answer.messageId());
            // Where the message is not there, that is what is counted.
            if (status != null && !ANSWERED.contains(status)) {
                if (mayBeGone(answer.at())) {
                    answers++;
                } else {
                    findings.add(
                            new Finding(Finding.Kind.LOST, answer.recipient(), "the answer to " + answer.messageId()));
                }
            }
        }
    }

    private void untold(Due due) {
        if (mayBeGone(due.from())) {
            untold++;
        } else {
            findings.add(new Finding(Finding.Kind.UNTOLD, "a subscriber", due.key()));
        }
    }

    /** Who saw a message that is gone with its site may try to answer it at the other one, in vain. */
    private boolean isOfWhatIsGone(Finding finding) {
        return finding.kind() == Finding.Kind.REFUSED
                && missing.keySet().stream().anyMatch(id -> finding.what().contains(id));
    }

    private boolean mayBeGone(long at) {
        if (at > lostAt || at < excusedFrom) {
            return false;
        }
        earliest = Math.min(earliest, at);
        return true;
    }

    /** Of what was due, what was not told. */
    public static List<Due> untold(List<Due> due, List<Notice> told) {
        Set<String> keys = new HashSet<>();
        told.forEach(notice -> keys.add(notice.key()));
        return due.stream().filter(each -> !keys.contains(each.key())).toList();
    }
}
