package se.budkavle.notifier.views;

import se.budkavle.schemas.avro.DeadLetterEntry;
import se.budkavle.schemas.avro.MessageEvent;

/** Is told what is new in the views, once it can be read. */
interface ViewsListener {

    /** Nobody listens. */
    ViewsListener NONE = new ViewsListener() {};

    /** A message's trace has a step more. */
    default void onEvent(MessageEvent event) {}

    /** There is a dead letter. */
    default void onDeadLetter(DeadLetterEntry entry) {}

    /** A replay job is new, or has gone on. */
    default void onReplayJob(String id) {}
}
