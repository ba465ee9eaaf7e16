package se.budkavle.chaos.account;

/**
 * Something that a subscriber must be told.
 *
 * @param key what: see {@link #key}
 * @param strand within which notifications come in the order in which they became due; empty: in any
 * @param from when it became due at the latest, as {@link System#nanoTime}
 */
public record Due(String key, String strand, long from) {

    /** How clients and endpoints name the same thing: the event's type, the message, and the recipient or nothing. */
    public static String key(String type, String about, String recipient) {
        return type + " " + about + " " + recipient;
    }
}
