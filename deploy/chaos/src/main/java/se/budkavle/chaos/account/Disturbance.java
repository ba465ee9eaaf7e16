package se.budkavle.chaos.account;

/**
 * A time in which work moves from one process to another, so that notifications may come again.
 *
 * @param from when it began, as {@link System#nanoTime}
 * @param to when it was over, likewise
 */
public record Disturbance(long from, long to) {}
