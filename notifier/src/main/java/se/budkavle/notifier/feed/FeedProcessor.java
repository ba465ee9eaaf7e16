package se.budkavle.notifier.feed;

import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.event.NotificationEvent;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Shallow;
import se.budkavle.schemas.avro.FeedEntry;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.streams.Alarm;

/** A task of the feed on its thread: keeps what can be pulled, replays what is asked for, deletes what is old. */
final class FeedProcessor implements Processor<String, Notification, String, Notification> {

    private record Task(
            ProcessorContext<String, Notification> context,
            FeedStore store,
            Replays replays,
            Alarm replaying,
            Sweep sweep,
            Alarm sweeping) {}

    private final FeedSerdes serdes;
    private final FeedSettings settings;
    private final FeedListener listener;
    private @Nullable Task task;

    FeedProcessor(FeedSerdes serdes, FeedSettings settings, FeedListener listener) {
        this.serdes = serdes;
        this.settings = settings;
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<String, Notification> context) {
        FeedStore store = new FeedStore(context.getStateStore(FeedStore.NAME), serdes);
        Replays replays = new Replays(store, listener, copy -> send(context, copy), settings.replayPerSecond());
        Alarm replaying = new Alarm(context, Replays.tick(settings.replayPerSecond()), this::replay);
        Alarm sweeping = new Alarm(context, settings.sweepInterval(), this::sweep);
        task = new Task(context, store, replays, replaying, new Sweep(store, settings), sweeping);
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        replaying.noLaterThan(now);
        sweeping.noLaterThan(now.plus(settings.sweepInterval()));
    }

    @Override
    public void process(Record<String, Notification> record) {
        Notification notification = record.value();
        switch (notification.getKind()) {
            case EVENT, TEST -> {
                if (notification.getReplay() == 0) {
                    keep(notification, record.headers());
                } else {
                    task().replays().readBack(notification);
                }
            }
            case REPLAY -> {
                task().replays().begin(notification, offset());
                replayOn(Instant.ofEpochMilli(task().context().currentSystemTimeMs()));
            }
            case VERIFICATION, UNKNOWN -> {
                // Between the backbone and the endpoint; or of a version to come.
            }
        }
    }

    private void replay(Instant now) {
        task().replays().tick(now);
        replayOn(now);
    }

    private void replayOn(Instant now) {
        if (task().store().replayAfter(null) != null) {
            task().replaying().noLaterThan(now);
        }
    }

    private void sweep(Instant now) {
        listener.onSwept(task().sweep().next(now));
        task().sweeping().noLaterThan(task().sweep().nextRound());
    }

    private void keep(Notification notification, Headers headers) {
        // What can never be shown becomes a dead letter here, and not a page there that can never be read.
        NotificationEvent.requireTellable(notification);
        Notification kept = Shallow.copy(notification, new Notification());
        kept.put("sequence", offset());
        FeedEntry entry = FeedEntry.newBuilder()
                .setNotification(kept)
                .setTraceparent(RecordHeaders.get(headers, RecordHeaders.TRACEPARENT))
                .build();
        task().store().put(notification.getSubscriptionId(), offset(), entry);
        listener.onNotification(notification.getSubscriptionId());
    }

    private static void send(ProcessorContext<String, Notification> context, FeedEntry copy) {
        Notification notification = copy.getNotification();
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        RecordHeaders.put(headers, RecordHeaders.KIND, notification.getKind().name());
        RecordHeaders.put(headers, RecordHeaders.MESSAGE_ID, notification.getMessageId());
        RecordHeaders.put(headers, RecordHeaders.ORGANISATION, notification.getOrganisation());
        RecordHeaders.put(headers, RecordHeaders.REPLAY, Integer.toString(notification.getReplay()));
        RecordHeaders.put(headers, RecordHeaders.TRACEPARENT, copy.getTraceparent());
        long now = notification.getCreatedAt().toEpochMilli();
        context.forward(
                new Record<>(notification.getSubscriptionId(), notification, now, headers), FeedTopology.COPIES);
    }

    private long offset() {
        return task().context().recordMetadata().orElseThrow().offset();
    }

    private Task task() {
        return Objects.requireNonNull(task, "init() comes first");
    }
}
