package se.budkavle.chaos.account;

/**
 * What an inbox lists.
 *
 * @param recipient the address
 * @param messageId which message
 * @param digest of the content, as listed
 * @param status how it stands; empty where nobody asked
 */
public record Item(String recipient, String messageId, String digest, String status) {

    /** Of which it is not asked how it stands. */
    public Item(String recipient, String messageId, String digest) {
        this(recipient, messageId, digest, "");
    }
}
