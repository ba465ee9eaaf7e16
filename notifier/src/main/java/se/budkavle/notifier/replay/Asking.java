package se.budkavle.notifier.replay;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import se.budkavle.schemas.CommandAnswers;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.avro.CommandResult;

/** Asks the one owner of an entity for a decision. */
interface Asking {

    /**
     * Asks without waiting. What is asked one after the other with one key is decided in that order.
     *
     * @param command builds the command around the envelope
     * @return the decision; empty if none came in time: it may still come about
     */
    <C extends SpecificRecord> CompletableFuture<Optional<CommandResult>> begin(
            Topic<C> topic, String key, Function<CommandAnswers.Envelope, C> command);
}
