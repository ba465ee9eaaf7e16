package se.budkavle.gateway.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.CommandAnswers;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.avro.CommandResult;

/** Asks the one owner of an entity for a decision and waits for it. */
@Singleton
public final class CommandClient {

    private static final Logger LOG = LoggerFactory.getLogger(CommandClient.class);

    private final UnderWay<Object, CommandResult> wishes;
    private final RecordSender sender;
    private final ClientAddress clientAddress;
    private final CommandSettings settings;
    private final Semaphore room;
    private final Semaphore roomToRemember;
    private final CommandAnswers answers;
    private final Timer took;

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
        this.answers = new CommandAnswers(kafka, serdes, "gateway-command-results");
        this.took = Timer.builder("budkavle.gateway.decision")
                .description("from a command to its owner's decision")
                .register(meters);
    }

    /** Begins to listen; commands may be sent afterwards. */
    public void start() {
        answers.start();
    }

    /** {@return whether answers can be heard} */
    public boolean isReady() {
        return answers.isReady();
    }

    /**
     * {@return the decision, or empty if none was confirmed in time: it may still come about}
     *
     * @param command builds the command around the envelope
     */
    public <C extends SpecificRecord> Optional<CommandResult> ask(
            Topic<C> topic, String key, Map<String, String> headers, Function<CommandAnswers.Envelope, C> command) {
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
            Object wish,
            Topic<C> topic,
            String key,
            Map<String, String> headers,
            Function<CommandAnswers.Envelope, C> command) {
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
            Topic<C> topic, String key, Map<String, String> headers, Function<CommandAnswers.Envelope, C> command) {
        return begin(topic, key, headers, command, settings.timeout(), room);
    }

    private <C extends SpecificRecord> CompletableFuture<Optional<CommandResult>> begin(
            Topic<C> topic,
            String key,
            Map<String, String> headers,
            Function<CommandAnswers.Envelope, C> command,
            Duration patience,
            Semaphore share) {
        if (!answers.isReady() || !share.tryAcquire()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        var awaited = answers.expect(patience);
        long begin = System.nanoTime();
        var settled = awaited.decision().whenComplete((result, none) -> {
            share.release();
            if (result.isPresent()) {
                took.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
            }
        });
        var value = command.apply(awaited.envelope());
        var withAddress = new HashMap<>(headers);
        clientAddress.current().ifPresent(from -> withAddress.put(RecordHeaders.CLIENT_ADDRESS, from));
        var sending = sender.begin(topic, new RecordSender.Outgoing<>(key, value, withAddress));
        // Only the decision tells what came of it; but what was not sent is not waited for.
        var _ = sending.thenAccept(end -> {
            if (!(end instanceof Sending.Confirmed)) {
                awaited.decision().complete(Optional.empty());
            }
        });
        return settled;
    }

    @PreDestroy
    void close() {
        answers.close();
    }
}
