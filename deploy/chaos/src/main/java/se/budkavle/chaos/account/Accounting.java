package se.budkavle.chaos.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Every message that got its 202 is in exactly the inboxes it names, once, in order, intact, and nothing else is there. */
public final class Accounting {

    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, Set<String>> expected = new HashMap<>();
    private final List<Accepted> accepted;
    private final List<Finding> findings = new ArrayList<>();

    private Accounting(List<Accepted> accepted) {
        this.accepted = accepted;
        for (int i = 0; i < accepted.size(); i++) {
            Accepted message = accepted.get(i);
            if (positions.putIfAbsent(message.messageId(), i) != null) {
                findings.add(new Finding(Finding.Kind.DOUBLED, message.conversation(), message.messageId()));
            }
            for (String recipient : message.recipients()) {
                expected.computeIfAbsent(recipient, _ -> new HashSet<>()).add(message.messageId());
            }
        }
    }

    /**
     * Compares.
     *
     * @param accepted in the order of their 202
     * @param inboxes what each address lists, in its order; an address that is missing lists nothing
     * @return what differs
     */
    public static List<Finding> compare(List<Accepted> accepted, Map<String, List<Item>> inboxes) {
        Accounting accounting = new Accounting(accepted);
        inboxes.forEach(accounting::look);
        accounting.expected.forEach((recipient, missing) ->
                missing.forEach(id -> accounting.findings.add(new Finding(Finding.Kind.LOST, recipient, id))));
        return accounting.findings;
    }

    private void look(String recipient, List<Item> inbox) {
        Set<String> missing = expected.getOrDefault(recipient, new HashSet<>());
        Set<String> seen = new HashSet<>();
        Map<String, Integer> latest = new HashMap<>();
        for (Item item : inbox) {
            if (!seen.add(item.messageId())) {
                findings.add(new Finding(Finding.Kind.DOUBLED, recipient, item.messageId()));
            } else if (missing.remove(item.messageId())) {
                check(item, latest);
            } else {
                findings.add(new Finding(Finding.Kind.FOREIGN, recipient, item.messageId()));
            }
        }
    }

    private void check(Item item, Map<String, Integer> latest) {
        int position = Objects.requireNonNull(positions.get(item.messageId()));
        Accepted message = accepted.get(position);
        if (!message.digest().equals(item.digest())) {
            findings.add(new Finding(Finding.Kind.ALTERED, item.recipient(), item.messageId()));
        }
        int before = latest.merge(message.strand(), position, Math::max);
        if (before > position) {
            findings.add(new Finding(Finding.Kind.OUT_OF_ORDER, item.recipient(), item.messageId()));
        }
    }
}
