package se.budkavle.notifier.views;

import java.util.List;
import java.util.Map;

/**
 * What one instance of the notifier contributes to the balance: what it counted at intake, and what is overdue of its
 * messages.
 *
 * @param intake by organisation
 * @param overdue the longest overdue first
 */
record BalancePart(Map<String, Intake> intake, List<OverdueItem> overdue) {

    BalancePart {
        intake = Map.copyOf(intake);
        overdue = List.copyOf(overdue);
    }
}
