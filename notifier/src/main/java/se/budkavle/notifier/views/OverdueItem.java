package se.budkavle.notifier.views;

import java.time.Instant;

/**
 * A message under way to a recipient whose next step should have come by now.
 *
 * @param organisation the sending one
 * @param recipient as the sender stated it
 * @param status how it stands
 * @param since since when
 * @param due when its next step was due
 */
record OverdueItem(
        String messageId, String organisation, String recipient, String status, Instant since, Instant due) {}
