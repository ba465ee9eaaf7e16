/**
 * The dispatcher: pushes notifications to webhooks and subscribers' own topics, at least once, over a long ladder of retries. What waits
 * lies in its state stores, which are the queue; see {@link se.budkavle.notifier.dispatcher.DispatcherTopology}.
 */
@NullMarked
package se.budkavle.notifier.dispatcher;

import org.jspecify.annotations.NullMarked;
