package se.budkavle.router.topology;

import java.util.EnumMap;
import java.util.Map;

/** By how much an organisation's accounts change in one step. */
final class Posting {

    private final Map<Account, Long> changes = new EnumMap<>(Account.class);

    void add(Account account, long change) {
        changes.merge(account, change, Long::sum);
    }

    /** Changes counts, by name. */
    void applyTo(Map<String, Long> counts) {
        changes.forEach((account, change) -> counts.merge(account.code(), change, Long::sum));
    }
}
