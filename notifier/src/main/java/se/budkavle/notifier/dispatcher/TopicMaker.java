package se.budkavle.notifier.dispatcher;

/** Sees to it that the topic of a subscriber is there. */
interface TopicMaker {

    /**
     * Makes what is missing. Idempotent; waits, in bounds.
     *
     * @throws Exception when it cannot be made
     */
    void make(SubscriberTopic topic) throws Exception;
}
