package se.budkavle.notifier.views;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups of dead letters, the largest first.
 *
 * @param items the groups
 * @param complete whether all were looked at; otherwise each group has at least what it says
 */
record DeadLetterGroups(List<DeadLetterGroup> items, boolean complete) {

    /** Groups that are told apart; more are left out. */
    private static final int MOST_GROUPS = 1000;

    private static final Comparator<DeadLetterGroup> LARGEST_FIRST = Comparator.comparingLong(DeadLetterGroup::count)
            .reversed()
            .thenComparing(group -> String.valueOf(group.key()));

    DeadLetterGroups {
        items = List.copyOf(items);
    }

    /** Puts groups together. */
    static final class Collector {

        private final Map<String, DeadLetterGroup> groups = new HashMap<>();
        private boolean complete = true;

        void add(DeadLetterGroup group) {
            String key = group.key() == null ? "" : group.key();
            if (groups.size() < MOST_GROUPS || groups.containsKey(key)) {
                groups.merge(key, group, DeadLetterGroup::plus);
            } else {
                complete = false;
            }
        }

        void addAll(DeadLetterGroups others) {
            others.items.forEach(this::add);
            complete &= others.complete;
        }

        void incomplete() {
            complete = false;
        }

        DeadLetterGroups groups() {
            return new DeadLetterGroups(
                    groups.values().stream().sorted(LARGEST_FIRST).toList(), complete);
        }
    }
}
