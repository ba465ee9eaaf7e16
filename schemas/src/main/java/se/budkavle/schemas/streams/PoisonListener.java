package se.budkavle.schemas.streams;

import se.budkavle.schemas.Reason;

/** Is told of every record that could not be processed, for counting. */
@FunctionalInterface
public interface PoisonListener {

    /** Tells nobody. */
    PoisonListener NONE = (topic, reason) -> {};

    /** A record of the topic was set aside. */
    void onPoison(String topic, Reason reason);
}
