package se.budkavle.chaos.account;

/**
 * What an inbox lists.
 *
 * @param recipient the address
 * @param messageId which message
 * @param digest of the content, as listed
 */
public record Item(String recipient, String messageId, String digest) {}
