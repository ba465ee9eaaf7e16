package se.budkavle.notifier.views;

import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.LongPoll;
import se.budkavle.notifier.api.LongPoll.Result;
import se.budkavle.notifier.content.ContentReader;
import se.budkavle.notifier.content.Fetched;
import se.budkavle.notifier.views.MessageView.DeliveryView;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;

/** Messages and their traces, of those that this instance holds. */
@Singleton
@Requires(beans = ViewsApplication.class)
class MessageTraces {

    private final ViewsApplication views;
    private final ContentReader contents;
    private final Deserializer<MessageEvent> events;

    MessageTraces(ViewsApplication views, ContentReader contents, AvroSerdes serdes) {
        this.views = views;
        this.contents = contents;
        this.events = serdes.state(MessageEvent.class).deserializer();
    }

    /** The steps of a message, after waiting for the first if need be. */
    Result<List<TraceStore.Step>> steps(String messageId, int partition, Duration wait) {
        return LongPoll.await(views.waiters(), List.of(messageId), wait, () -> {
            List<TraceStore.Step> steps = TraceStore.steps(views.traces().part(partition), events, messageId);
            return steps.isEmpty() ? null : steps;
        });
    }

    /** Whether an organisation sent the message; an operator, who is none, may see every message. */
    static boolean maySee(@Nullable String organisation, List<TraceStore.Step> steps) {
        return organisation == null
                || steps.getFirst().event().getOrganisation().equals(organisation);
    }

    /** The message as a whole. */
    Fetched<MessageView> message(List<TraceStore.Step> steps, boolean toSender) {
        List<MessageEvent> told = steps.stream().map(TraceStore.Step::event).toList();
        List<DeliveryView> deliveries = DeliveryStatuses.of(told).entrySet().stream()
                .map(each -> new DeliveryView(
                        each.getKey(),
                        each.getValue().status().name(),
                        each.getValue().updatedAt(),
                        each.getValue().reason()))
                .toList();
        MessageEvent accepted = told.stream()
                .filter(event -> event.getType() == MessageEventType.ACCEPTED)
                .findFirst()
                .orElse(told.getFirst());
        ContentRef reference = accepted.getContentRef();
        if (reference == null) {
            return new Fetched.Found<>(MessageView.of(accepted, deliveries));
        }
        return switch (contents.message(reference, accepted.getMessageId())) {
            case Fetched.Found(Message message) -> new Fetched.Found<>(MessageView.of(message, deliveries, toSender));
            case Fetched.Missing() -> new Fetched.Found<>(MessageView.of(accepted, deliveries));
            case Fetched.Unavailable() -> new Fetched.Unavailable<>();
        };
    }
}
