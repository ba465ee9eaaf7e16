package se.budkavle.router.decision;

/**
 * Who is to be told.
 *
 * @param subscriptionId the subscription
 * @param organisation the subscribing organisation
 */
public record Subscriber(String subscriptionId, String organisation) {}
