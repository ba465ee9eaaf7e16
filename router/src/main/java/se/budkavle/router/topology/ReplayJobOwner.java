package se.budkavle.router.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.ReplayDecision;
import se.budkavle.router.decision.ReplayJobDecision;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.DeadLetterCommand;
import se.budkavle.schemas.avro.ReplayCommand;
import se.budkavle.schemas.avro.ReplayCommandKind;
import se.budkavle.schemas.avro.ReplayJob;

/**
 * The one owner of each replay job: how far it is, and which dead letter goes back to its source next. Whoever carries the
 * job out may crash and begin again where the job says: what was sent is not sent again, in one transaction with what is
 * remembered of it.
 */
final class ReplayJobOwner extends ContextualProcessor<String, ReplayCommand, Object, Object> {

    private static final Duration SWEEP = Duration.ofHours(1);
    private static final int SWEPT_AT_ONCE = 1000;

    private final DeadRecords records;
    private final RouterConfig config;
    private final RouterMetrics metrics;
    private KeyValueStore<String, ReplayJob> jobs;
    private CommandOutbox outbox;
    private SendingBack sendingBack;

    @SuppressWarnings("NullAway.Init") // by init
    ReplayJobOwner(DeadRecords records, RouterConfig config, RouterMetrics metrics) {
        this.records = records;
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        jobs = context.getStateStore(RouterTopology.OWNED_REPLAY_JOBS);
        outbox =
                new CommandOutbox(context, metrics, RouterTopology.REPLAY_COMMAND_RESULTS, RouterTopology.REPLAY_AUDIT);
        sendingBack = new SendingBack(context, RouterTopology::jobReplaysTo);
        context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::forgetOld);
    }

    @Override
    public void process(Record<String, ReplayCommand> record) {
        ReplayCommand command = record.value();
        if (command == null) {
            return;
        }
        Instant now = outbox.now();
        DeadLetterCommand deadLetter = command.getDeadLetter();
        boolean isRight = command.getReplayJobId().equals(record.key())
                && (deadLetter == null || DeadLetterOwner.SOURCES.contains(deadLetter.getSourceTopic()));
        ReplayJobDecision decision = isRight
                ? ReplayJobDecision.of(command, jobs.get(record.key()), now)
                : new ReplayJobDecision.Refuse(CommandOutcome.INVALID, ReplayDecision.UNKNOWN);
        switch (decision) {
            case ReplayJobDecision.Write write -> {
                remember(write.job(), record);
                answer(command, write.outcome(), null, record);
            }
            case ReplayJobDecision.Send send -> {
                if (deadLetter != null) {
                    sendingBack.replay(deadLetter, command.getReplay(), records, now);
                }
                // It is shown with the next step of the job: not once for each record.
                jobs.put(record.key(), send.job());
                answer(command, CommandOutcome.DONE, null, record);
            }
            case ReplayJobDecision.Known known -> answer(command, CommandOutcome.UNCHANGED, null, record);
            case ReplayJobDecision.Refuse refuse -> answer(command, refuse.outcome(), refuse.code(), record);
        }
    }

    private void remember(ReplayJob job, Record<?, ?> cause) {
        jobs.put(job.getReplayJobId(), job);
        outbox.send(RouterTopology.REPLAY_JOBS_SINK, job.getReplayJobId(), job, cause);
    }

    /** The steps of a job are not acts of their own: who started it, and each replay, are in the audit. */
    private void answer(ReplayCommand command, CommandOutcome outcome, @Nullable String code, Record<?, ?> record) {
        CommandOutbox.Asked asked = new CommandOutbox.Asked(
                command.getCommandId(),
                command.getReplyTo(),
                command.getKind(),
                command.getReplayJobId(),
                command.getActorKind(),
                command.getOrganisation(),
                command.getActorPseudonym());
        boolean isAct =
                command.getKind() == ReplayCommandKind.START_JOB || command.getKind() == ReplayCommandKind.STOP_JOB;
        if (isAct) {
            outbox.settle(asked, outcome, code, null, record);
        } else {
            outbox.answer(asked, outcome, code, null, record);
        }
    }

    /** Jobs that ended long ago are disposed of. */
    private void forgetOld(long now) {
        Instant oldest = Instant.ofEpochMilli(now).minus(config.replayJobRetention());
        List<String> old = new ArrayList<>();
        try (KeyValueIterator<String, ReplayJob> all = jobs.all()) {
            while (all.hasNext() && old.size() < SWEPT_AT_ONCE) {
                KeyValue<String, ReplayJob> next = all.next();
                if (ReplayJobDecision.hasEnded(next.value)
                        && next.value.getUpdatedAt().isBefore(oldest)) {
                    old.add(next.key);
                }
            }
        }
        for (String id : old) {
            jobs.delete(id);
            context().forward(new Record<Object, Object>(id, null, now), RouterTopology.REPLAY_JOBS_SINK);
        }
    }
}
