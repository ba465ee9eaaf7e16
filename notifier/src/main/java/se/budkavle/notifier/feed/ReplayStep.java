package se.budkavle.notifier.feed;

/** A step in the life of a replay. */
enum ReplayStep {
    /** It was asked for. */
    BEGUN,
    /** All of it has been sent. */
    DONE,
    /** It was not done in time. */
    EXPIRED
}
