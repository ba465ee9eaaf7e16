package se.budkavle.chaos.account;

import java.util.Set;

/**
 * Who is to be told of what.
 *
 * @param name of its own in a run
 * @param organisation whose subscription it is
 * @param types event types
 * @param order what is promised of the order within a subject
 */
public record Subscriber(String name, String organisation, Set<String> types, Order order) {

    /** What may be expected within a subject. */
    public enum Order {
        /** No inversion, whatever fails: {@code STRICT} webhooks, and the pull feed. */
        ALWAYS,
        /** No inversion, as the endpoint never fails. */
        UNLESS_FAILED,
        /** Inversions are allowed: {@code BEST_EFFORT}, and the endpoint fails. */
        NEVER
    }

    /** Copies the types. */
    public Subscriber {
        types = Set.copyOf(types);
    }
}
