package se.budkavle.chaos.account;

import java.util.List;

/**
 * A message that got its 202.
 *
 * @param messageId as the receipt says
 * @param organisation the sender's
 * @param conversation its id
 * @param priority the lane: order holds within conversation and priority
 * @param recipients addresses
 * @param digest of the content, as {@code Content-Digest} writes it
 * @param sentAt when the first attempt began, as {@link System#nanoTime}
 * @param acceptedAt when the 202 came, likewise
 * @param attempts requests that it took
 */
public record Accepted(
        String messageId,
        String organisation,
        String conversation,
        String priority,
        List<String> recipients,
        String digest,
        long sentAt,
        long acceptedAt,
        int attempts) {

    /** Copies the recipients. */
    public Accepted {
        recipients = List.copyOf(recipients);
    }

    /** Within which order holds. */
    String strand() {
        return conversation + " " + priority;
    }
}
