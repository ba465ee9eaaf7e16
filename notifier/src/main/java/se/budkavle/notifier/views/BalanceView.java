package se.budkavle.notifier.views;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The books, in the form of the public API.
 *
 * @param asOf when
 * @param balanced whether nothing is missing
 * @param organisations each sending organisation's, by name
 * @param overdue messages under way whose next step should have come by now, the longest overdue first
 * @param moreOverdue whether there are more than are shown
 */
record BalanceView(
        Instant asOf,
        boolean balanced,
        List<OrganisationBalance> organisations,
        List<OverdueItem> overdue,
        boolean moreOverdue) {

    private static final List<String> ENDED =
            List.of("ACKNOWLEDGED", "REJECTED", "EXPIRED", "CANCELLED", "UNDELIVERABLE", "DUPLICATE", "CONFLICT");

    private static final List<String> UNDER_WAY = List.of("ACCEPTED", "SCHEDULED", "HELD", "AVAILABLE", "RETRIEVED");

    /**
     * The books of one organisation: what was accepted is what ended, what is under way, and the difference.
     *
     * @param organisation the sending one
     * @param accepted what came in
     * @param ended deliveries whose way is over, by how
     * @param underWay the others, by how they stand
     * @param difference deliveries that are missing; negative: that nobody accepted
     */
    record OrganisationBalance(
            String organisation,
            Intake accepted,
            Map<String, Long> ended,
            Map<String, Long> underWay,
            long difference) {

        static OrganisationBalance of(String organisation, Books books, long stuck) {
            Map<String, Long> underWay = inOrder(UNDER_WAY, books.underWay());
            // For a moment who counts first may be behind in telling it: nothing is under way then, not less.
            underWay.merge("ACCEPTED", Math.max(0, books.passage().inFlight() - stuck), Long::sum);
            return new OrganisationBalance(
                    organisation,
                    books.intake(),
                    inOrder(ENDED, books.ended()),
                    underWay,
                    books.lostByOwners() + stuck);
        }

        private static Map<String, Long> inOrder(List<String> names, Map<String, Long> counts) {
            Map<String, Long> ordered = new LinkedHashMap<>();
            names.forEach(name -> ordered.put(name, counts.getOrDefault(name, 0L)));
            return ordered;
        }
    }
}
