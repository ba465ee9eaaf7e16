package se.budkavle.notifier.feed;

/** Is told what is new in the feed, once it can be read. */
interface FeedListener {

    /** Nobody listens. */
    FeedListener NONE = new FeedListener() {};

    /** A subscription has a notification more. */
    default void onNotification(String subscriptionId) {}

    /** What became of a replay. */
    default void onReplay(ReplayStep step) {}

    /** A notification was sent on its way once more. */
    default void onCopy() {}

    /** Old notifications were deleted. */
    default void onSwept(int notifications) {}
}
