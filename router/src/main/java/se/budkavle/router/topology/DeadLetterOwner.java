package se.budkavle.router.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.ReplayDecision;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.DeadLetterCommand;
import se.budkavle.schemas.avro.DeadLetterResolution;
import se.budkavle.schemas.avro.MessageEvent;

/**
 * The one owner of each dead letter: its record goes back to its source once, or it is given up, in one transaction
 * with what is remembered of it. Of what a lane holds, the lane has the last word: it carries out what is asked only if
 * it still holds it, and tells when what it held has ended otherwise. What became of a dead letter is forgotten when nobody
 * can ask for it any more: first it is refused, and a while later forgotten, so that none ever goes twice.
 */
final class DeadLetterOwner extends ContextualProcessor<String, DeadLetterCommand, Object, Object> {

    static final Set<String> SOURCES =
            Topics.withDeadLetters().stream().map(Topic::name).collect(Collectors.toUnmodifiableSet());

    /** Between whoever said when it failed and whoever says what time it is now. */
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    private final RouterConfig config;
    private final DeadLetterRetention retention;
    private final RouterMetrics metrics;
    private final DeadRecords records;
    private KeyValueStore<String, DeadLetterResolution> resolutions;
    private CommandOutbox outbox;
    private Ledger ledger;
    private SendingBack sendingBack;

    @SuppressWarnings("NullAway.Init") // by init
    DeadLetterOwner(RouterConfig config, DeadLetterRetention retention, DeadRecords records, RouterMetrics metrics) {
        this.config = config;
        this.retention = retention;
        this.records = records;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        resolutions = context.getStateStore(RouterTopology.RESOLUTIONS);
        outbox = new CommandOutbox(
                context, metrics, RouterTopology.DEAD_LETTER_COMMAND_RESULTS, RouterTopology.DEAD_LETTER_AUDIT);
        sendingBack = new SendingBack(context, RouterTopology::replaysTo);
        ledger = new Ledger((organisation, posting) -> context.forward(
                new Record<>(organisation, posting, context.currentSystemTimeMs()), RouterTopology.DEAD_LETTER_BOOKS));
        Sweep.begin(context, config, resolutions, this::isForgotten, this::forget);
    }

    @Override
    public void process(Record<String, DeadLetterCommand> record) {
        DeadLetterCommand command = record.value();
        if (command == null) {
            return;
        }
        DeadLetter story = DeadLetter.from(DeadRecords.headersOf(command));
        Instant now = outbox.now();
        ReplayDecision decision = decide(command, record.key(), story, now);
        switch (decision) {
            case ReplayDecision.Replay replay -> {
                sendingBack.replay(command, replay.replay(), records, now);
                remember(replay.resolution(), record);
                settle(command, CommandOutcome.DONE, null, record);
            }
            case ReplayDecision.Grant grant -> {
                remember(grant.resolution(), record);
                outbox.settle(asked(command), CommandOutcome.DONE, null, (long) grant.replay(), record);
            }
            case ReplayDecision.Again again ->
                outbox.answer(asked(command), CommandOutcome.UNCHANGED, null, (long) again.replay(), record);
            case ReplayDecision.Discard discard -> {
                if (isHeldByItsLane(command, story)) {
                    sendingBack.discard(command, Reason.DISCARDED.code(), now);
                } else {
                    endMessage(command, story, record, now);
                }
                remember(discard.resolution(), record);
                settle(command, CommandOutcome.DONE, null, record);
            }
            case ReplayDecision.Settled settled -> remember(settled.resolution(), record);
            case ReplayDecision.Known known -> {}
            case ReplayDecision.Refuse refuse -> settle(command, refuse.outcome(), refuse.code(), record);
        }
    }

    private ReplayDecision decide(DeadLetterCommand command, String key, @Nullable DeadLetter story, Instant now) {
        if (!SOURCES.contains(command.getSourceTopic())
                || !command.getDeadLetterId().equals(key)) {
            return new ReplayDecision.Refuse(CommandOutcome.INVALID, ReplayDecision.UNKNOWN);
        }
        return story != null && isOver(story, now)
                ? new ReplayDecision.Refuse(CommandOutcome.NOT_FOUND, ReplayDecision.UNKNOWN)
                : ReplayDecision.of(command, resolutions.get(key), story == null ? 0 : story.replays(), now);
    }

    /** Who asks for it read a record that should be gone. */
    private boolean isOver(DeadLetter story, Instant now) {
        return story.failedAt().plus(retention.remembered()).isBefore(now);
    }

    /** Nothing becomes of a dead letter before it has failed: when this is over, it is over for its story too. */
    private boolean isForgotten(DeadLetterResolution resolution, Instant time) {
        return resolution
                .getAt()
                .plus(retention.remembered())
                .plus(CLOCKS_DIFFER)
                .isBefore(time);
    }

    private void forget(String id) {
        resolutions.delete(id);
        context()
                .forward(
                        new Record<Object, Object>(id, null, context().currentSystemTimeMs()),
                        RouterTopology.RESOLUTIONS_SINK);
    }

    /** Of a message and one recipient: whether it is still held, and how it ends, only its lane can tell. */
    private static boolean isHeldByItsLane(DeadLetterCommand command, @Nullable DeadLetter story) {
        return SendingBack.recipientOf(command, story) != null
                && Lane.ALL.stream().anyMatch(lane -> lane.topic().name().equals(command.getSourceTopic()));
    }

    /** A record that never came into its lane ends here, for all its recipients. */
    private void endMessage(
            DeadLetterCommand command,
            @Nullable DeadLetter story,
            Record<String, DeadLetterCommand> record,
            Instant now) {
        String traceparent = RecordHeaders.get(record.headers(), RecordHeaders.TRACEPARENT);
        for (MessageEvent event : records.endingOf(command, story, now)) {
            context()
                    .forward(
                            new Record<>(
                                    event.getConversationId(),
                                    event,
                                    context().currentSystemTimeMs(),
                                    OutgoingHeaders.of(event, traceparent)),
                            RouterTopology.DEAD_LETTER_MATCH);
        }
        String organisation = command.getOwnerOrganisation();
        int recipients = records.recipientsOf(command);
        if (organisation != null && recipients > 0) {
            ledger.received(organisation);
            ledger.move(organisation, Account.RECEIVED, Account.UNDELIVERABLE, recipients);
            ledger.post();
        }
    }

    private void remember(DeadLetterResolution resolution, Record<String, DeadLetterCommand> record) {
        resolutions.put(record.key(), resolution);
        outbox.send(RouterTopology.RESOLUTIONS_SINK, record.key(), resolution, record);
    }

    private void settle(DeadLetterCommand command, CommandOutcome outcome, @Nullable String code, Record<?, ?> record) {
        outbox.settle(asked(command), outcome, code, null, record);
    }

    private static CommandOutbox.Asked asked(DeadLetterCommand command) {
        return new CommandOutbox.Asked(
                command.getCommandId(),
                command.getReplyTo(),
                command.getKind(),
                command.getDeadLetterId(),
                command.getActorKind(),
                command.getOrganisation(),
                command.getActorPseudonym());
    }
}
