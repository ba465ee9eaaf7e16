package se.budkavle.chaos.account;

/**
 * A recipient's answer that got its 204.
 *
 * @param messageId which message
 * @param recipient whose answer
 * @param accepted or rejected
 * @param at when it was confirmed, as {@link System#nanoTime}
 */
public record Answered(String messageId, String recipient, boolean accepted, long at) {}
