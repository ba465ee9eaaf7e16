package se.budkavle.chaos.account;

/**
 * A notification that its subscriber took: a webhook that was answered with success, or an item of the pull feed.
 *
 * @param subscriber whose, by the name that the harness gave it
 * @param key what was told: the event's type and what it is about, see {@link Due#key}
 * @param subject within which order holds
 * @param sequence rising per subject, with gaps, as the event itself says
 * @param at when it was taken, as {@link System#nanoTime}
 */
public record Notice(String subscriber, String key, String subject, long sequence, long at) {}
