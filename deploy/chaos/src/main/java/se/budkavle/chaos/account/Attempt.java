package se.budkavle.chaos.account;

/**
 * A request to send a message, confirmed or not.
 *
 * @param from when it began, as {@link System#nanoTime}
 * @param to when it ended, likewise
 * @param status what was answered; 0 where there was no answer
 */
public record Attempt(long from, long to, int status) {}
