package se.budkavle.notifier.views;

/**
 * What was accepted.
 *
 * @param messages messages
 * @param deliveries their recipients
 */
record Intake(long messages, long deliveries) {

    static final Intake NONE = new Intake(0, 0);

    Intake plus(Intake other) {
        return new Intake(messages + other.messages, deliveries + other.deliveries);
    }
}
