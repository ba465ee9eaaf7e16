package se.budkavle.notifier.views;

import se.budkavle.schemas.Topics;

/** At which work a record failed; an operator thinks in these, and not in topics. */
enum DeadLetterStage {
    /** Deciding on registries and dead letters. */
    COMMANDS,
    /** Finding out who gets a message. */
    ROUTING,
    /** Putting it in an inbox, and what the recipient does with it. */
    MAILBOX,
    /** Finding out who is told of an event. */
    MATCHING,
    /** Telling a subscriber. */
    PUSHING,
    /** Showing what happened. */
    VIEWS;

    /** The stage that reads a topic. */
    static DeadLetterStage of(String topic) {
        if (topic.equals(Topics.NOTIFICATIONS.name())) {
            return PUSHING;
        }
        if (topic.equals(Topics.DELIVERIES.name()) || topic.equals(Topics.MAILBOX_COMMANDS.name())) {
            return MAILBOX;
        }
        if (topic.equals(Topics.EVENTS.name()) || topic.equals(Topics.MESSAGE_EVENTS.name())) {
            return MATCHING;
        }
        if (topic.endsWith("-commands")) {
            return COMMANDS;
        }
        return topic.startsWith("messages.") ? ROUTING : VIEWS;
    }
}
