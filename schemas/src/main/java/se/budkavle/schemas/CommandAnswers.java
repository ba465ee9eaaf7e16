package se.budkavle.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.avro.CommandResult;

/**
 * Hears what owners decide on the commands of this instance: the records of {@code command-results} under its name. Those to
 * others are dropped unread.
 */
public final class CommandAnswers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommandAnswers.class);

    /**
     * What a command must carry so that its answer finds back.
     *
     * @param commandId the command's id
     * @param replyTo this instance
     */
    public record Envelope(String commandId, String replyTo) {}

    /**
     * A command that is about to be sent.
     *
     * @param envelope what it must carry
     * @param decision what its owner decides; empty if none came in time: it may still come about. Who could not send it
     *     completes it
     */
    public record Awaited(Envelope envelope, CompletableFuture<Optional<CommandResult>> decision) {}

    private final String instance = UUID.randomUUID().toString();
    private final Map<String, CompletableFuture<Optional<CommandResult>>> pending = new ConcurrentHashMap<>();
    private final Deserializer<CommandResult> results;
    private final TopicFollower follower;

    /**
     * Prepares; nothing is heard yet.
     *
     * @param name names the thread, and the client
     */
    public CommandAnswers(KafkaSettings kafka, AvroSerdes serdes, String name) {
        this.results = serdes.value(Topics.COMMAND_RESULTS).deserializer();
        this.follower = new TopicFollower(
                kafka, name, List.of(Topics.COMMAND_RESULTS.name()), TopicFollower.Start.END, this::take);
    }

    /** Begins to listen. */
    public void start() {
        follower.start();
    }

    /** {@return whether decisions can be heard; what is sent before may be decided in vain} */
    public boolean isReady() {
        return follower.isLoaded();
    }

    /** Waits until decisions can be heard. Returns whether they can. */
    public boolean awaitReady(Duration patience) {
        return follower.await(follower::isLoaded, patience);
    }

    /** Listens for one decision, so long; how many are listened for at a time is the caller's to bound. */
    public Awaited expect(Duration patience) {
        var envelope = new Envelope(Ids.newId(), instance);
        var decision = new CompletableFuture<Optional<CommandResult>>();
        pending.put(envelope.commandId(), decision);
        var _ = decision.completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((result, none) -> pending.remove(envelope.commandId()));
        return new Awaited(envelope, decision);
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (!instance.equals(record.key())) {
            return;
        }
        try {
            var result = results.deserialize(record.topic(), record.value());
            var decision = pending.get(result.getCommandId());
            if (decision != null) {
                decision.complete(Optional.of(result));
            }
        } catch (SerializationException e) {
            LOG.atError().addKeyValue("offset", record.offset()).log("a decision cannot be read");
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}
