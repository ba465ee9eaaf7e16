package se.budkavle.gateway.quota;

/**
 * A quota as an organisation stands to it now.
 *
 * @param limit how much there may be: at once, or at all
 * @param left how much more now
 * @param secondsUntilFull when it is as much again, if nothing more is asked for; where others decide that: when to look again
 */
public record Quota(long limit, long left, long secondsUntilFull) {}
