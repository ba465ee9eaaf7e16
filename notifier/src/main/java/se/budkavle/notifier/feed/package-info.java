/** The pull feed: each subscription's notifications, to be read page by page, and replays over time. */
@NullMarked
package se.budkavle.notifier.feed;

import org.jspecify.annotations.NullMarked;
