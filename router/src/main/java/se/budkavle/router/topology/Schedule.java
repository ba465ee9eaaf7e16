package se.budkavle.router.topology;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Holds a message until its {@code notBefore}, on disk, and releases what is due in bounded batches. */
final class Schedule extends ContextualProcessor<String, Travelling, String, Object> {

    private final Lane lane;
    private final RouterConfig config;
    private final RouterMetrics metrics;
    private WaitingRoom room;
    private LaneOutbox outbox;

    @SuppressWarnings("NullAway.Init") // by init
    Schedule(Lane lane, RouterConfig config, RouterMetrics metrics) {
        this.lane = lane;
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        super.init(context);
        room = new WaitingRoom(
                context.getStateStore(lane.its(RouterTopology.WAITING)),
                context.taskId().partition());
        outbox = new LaneOutbox(lane, context);
        context.schedule(config.releaseInterval(), PunctuationType.WALL_CLOCK_TIME, now -> release());
    }

    @Override
    public void process(Record<String, Travelling> record) {
        Travelling travelling = record.value();
        Instant notBefore = travelling.message().getNotBefore();
        Instant now = outbox.now();
        if (notBefore == null || !notBefore.isAfter(now)) {
            outbox.onwards(RouterTopology.ROUTE, travelling);
            return;
        }
        room.schedule(travelling, notBefore);
        metrics.scheduled(lane);
        for (String recipient : travelling.recipients()) {
            outbox.event(LaneEvents.scheduled(travelling, recipient, notBefore, now), travelling.origin());
        }
    }

    private void release() {
        List<WaitingRoom.Waiting> due = room.due(outbox.now(), config.releasesPerRound());
        for (WaitingRoom.Waiting waiting : due) {
            room.remove(waiting);
            outbox.onwards(RouterTopology.ROUTE, waiting.travelling());
        }
        metrics.released(lane, due.size());
    }
}
