package se.budkavle.notifier.dispatcher;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is pending for a subscription, as operators see it.
 *
 * @param id the subscription
 * @param pending notifications that are not settled, whatever they wait for
 * @param oldestPendingAt when the oldest of them was written; null: there is none
 */
record PendingFigures(String id, long pending, @Nullable Instant oldestPendingAt) {}
