package se.budkavle.chaos.load;

import java.util.List;

/**
 * A message to be sent.
 *
 * @param key the idempotency key
 * @param priority the lane
 * @param recipients addresses
 * @param text the content; begins with {@link #MARK}
 */
record Draft(String key, String priority, List<String> recipients, String text) {

    /** Stands in every content and label, and may stand in no log. */
    static final String MARK = "Kanariefagel";
}
