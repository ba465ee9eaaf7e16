package se.budkavle.notifier.dispatcher;

import java.time.Instant;

/**
 * A notification about a message that failed and is to be pushed again, as operators see it.
 *
 * @param subscriptionId to which subscription
 * @param organisation whose
 * @param eventType about which event
 * @param retry the one that comes next, from 1
 * @param of how many there are before it is given up
 * @param nextAt when it comes, at the earliest
 * @param subscriptionStatus ACTIVE; else it waits beyond that, until the subscription is active
 */
record Retry(
        String subscriptionId,
        String organisation,
        String eventType,
        int retry,
        int of,
        Instant nextAt,
        String subscriptionStatus) {}
