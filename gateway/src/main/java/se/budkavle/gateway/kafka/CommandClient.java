package se.budkavle.gateway.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.TopicFollower;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.CommandResult;

/**
 * Asks the one owner of an entity for a decision and waits for it. The answers of this instance are keyed by its name;
 * those to others are dropped unread.
 */
@Singleton
public final class CommandClient {

    private static final Logger LOG = LoggerFactory.getLogger(CommandClient.class);

    /**
     * What a command must carry so that its answer finds back.
     *
     * @param commandId the command's id
     * @param replyTo this instance
     */
    public record Envelope(String commandId, String replyTo) {}

    private final String instance = UUID.randomUUID().toString();
    private final Map<String, CompletableFuture<Optional<CommandResult>>> pending = new ConcurrentHashMap<>();
    private final UnderWay<Object, CommandResult> wishes;
    private final RecordSender sender;
    private final ClientAddress clientAddress;
    private final CommandSettings settings;
    private final Semaphore room;
    private final Semaphore roomToRemember;
    private final Deserializer<CommandResult> results;
    private final TopicFollower follower;
    private final Timer decisions;

    CommandClient(
            RecordSender sender,
            AvroSerdes serdes,
            KafkaSettings kafka,
            ClientAddress clientAddress,
            CommandSettings settings,
            MeterRegistry meters) {
        this.sender = sender;
        this.clientAddress = clientAddress;
        this.settings = settings;
        this.room = new Semaphore(settings.maxPending());
        this.roomToRemember = new Semaphore(settings.maxRemembered());
        this.wishes = new UnderWay<>(settings.remembered(), settings.maxRemembered());
        this.results = serdes.value(Topics.COMMAND_RESULTS).deserializer();
        this.follower = new TopicFollower(
                kafka,
                "gateway-command-results",
                List.of(Topics.COMMAND_RESULTS.name()),
                TopicFollower.Start.END,
                this::complete);
        this.decisions = Timer.builder("budkavle.gateway.decision")
                .description("from a command to its owner's decision")
                .register(meters);
    }

    /** Begins to listen; commands may be sent afterwards. */
    public void start() {
        follower.start();
    }

    /** {@return whether answers can be heard} */
    public boolean isReady() {
        return follower.isLoaded();
    }

    /**
     * {@return the decision, or empty if none was confirmed in time: it may still come about}
     *
     * @param command builds the command around the envelope
     */
    public <C extends SpecificRecord> Optional<CommandResult> ask(
            Topic<C> topic, String key, Map<String, String> headers, Function<Envelope, C> command) {
        return await(topic, begin(topic, key, headers, command));
    }

    /**
     * As {@link #ask}, for what clients repeat when it was not decided in time: whoever asks for the same meanwhile waits
     * for the command that is under way, or gets the decision that came when nobody waited. Without that, every repetition
     * is a command more for an owner that is already behind, and none of them is decided in time either. They have a room of their own: owners that are behind hold up nobody who asks others.
     *
     * @param wish what is asked for; equal to that of a repetition
     */
    public <C extends SpecificRecord> Optional<CommandResult> askOnce(
            Object wish, Topic<C> topic, String key, Map<String, String> headers, Function<Envelope, C> command) {
        var decision =
                wishes.ask(wish, () -> begin(topic, key, headers, command, settings.remembered(), roomToRemember));
        var patience = settings.timeout().toMillis();
        var told = await(topic, decision.copy().completeOnTimeout(Optional.empty(), patience, TimeUnit.MILLISECONDS));
        if (told.isPresent()) {
            wishes.forget(wish, decision);
        }
        return told;
    }

    private static Optional<CommandResult> await(Topic<?> topic, CompletableFuture<Optional<CommandResult>> decision) {
        try {
            var result = decision.get();
            if (result.isEmpty()) {
                LOG.atWarn().addKeyValue("topic", topic.name()).log("a command was not decided in time");
            }
            return result;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes a decision with an exception", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * As {@link #ask}, without waiting: commands that are begun one after the other are decided in that order where they
     * have the same key.
     */
    public <C extends SpecificRecord> CompletableFuture<Optional<CommandResult>> begin(
            Topic<C> topic, String key, Map<String, String> headers, Function<Envelope, C> command) {
        return begin(topic, key, headers, command, settings.timeout(), room);
    }

    private <C extends SpecificRecord> CompletableFuture<Optional<CommandResult>> begin(
            Topic<C> topic,
            String key,
            Map<String, String> headers,
            Function<Envelope, C> command,
            Duration patience,
            Semaphore share) {
        if (!follower.isLoaded() || !share.tryAcquire()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        var commandId = Ids.newId();
        var answer = new CompletableFuture<Optional<CommandResult>>();
        pending.put(commandId, answer);
        long begin = System.nanoTime();
        var settled = answer.completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((result, none) -> {
                    pending.remove(commandId);
                    share.release();
                    if (result.isPresent()) {
                        decisions.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
                    }
                });
        var value = command.apply(new Envelope(commandId, instance));
        var withAddress = new HashMap<>(headers);
        clientAddress.current().ifPresent(from -> withAddress.put(RecordHeaders.CLIENT_ADDRESS, from));
        var sending = sender.begin(topic, new RecordSender.Outgoing<>(key, value, withAddress));
        // Only the decision tells what came of it; but what was not sent is not waited for.
        var _ = sending.thenAccept(end -> {
            if (!(end instanceof Sending.Confirmed)) {
                answer.complete(Optional.empty());
            }
        });
        return settled;
    }

    private void complete(ConsumerRecord<String, byte[]> record) {
        if (!instance.equals(record.key())) {
            return;
        }
        CommandResult result;
        try {
            result = results.deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            LOG.atError().addKeyValue("offset", record.offset()).log("a decision cannot be read");
            return;
        }
        var answer = pending.get(result.getCommandId());
        if (answer != null) {
            answer.complete(Optional.of(result));
        }
    }

    @PreDestroy
    void close() {
        follower.close();
    }
}
