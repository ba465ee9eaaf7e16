package se.budkavle.router.decision;

import java.util.Comparator;

/**
 * Who is to be told; sorted by organisation.
 *
 * @param subscriptionId the subscription
 * @param organisation the subscribing organisation
 */
public record Subscriber(String subscriptionId, String organisation) implements Comparable<Subscriber> {

    private static final Comparator<Subscriber> ORDER =
            Comparator.comparing(Subscriber::organisation).thenComparing(Subscriber::subscriptionId);

    /** What sorts before every subscriber of an organisation. */
    static Subscriber before(String organisation) {
        return new Subscriber("", organisation);
    }

    /** What sorts behind every subscriber of an organisation, and before any other. */
    static Subscriber behind(String organisation) {
        return new Subscriber("", organisation + '\0');
    }

    @Override
    public int compareTo(Subscriber other) {
        return ORDER.compare(this, other);
    }
}
