package se.budkavle.notifier.views;

import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.LongPoll;
import se.budkavle.notifier.api.LongPoll.Result;
import se.budkavle.notifier.content.ContentReader;
import se.budkavle.notifier.content.Fetched;
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
    private final TraceStore traces;
    private final DeliveryStates states;

    MessageTraces(ViewsApplication views, ContentReader contents, AvroSerdes serdes) {
        this.views = views;
        this.contents = contents;
        this.traces = new TraceStore(serdes);
        this.states = new DeliveryStates(serdes);
    }

    /**
     * The steps of a message, after waiting for the first if need be. What an organisation may not see is waited for as what is not
     * there: how long an answer takes tells nobody that there is something.
     *
     * @param organisation who asks; null: an operator, who may see every message
     */
    Result<List<TraceStore.Step>> steps(String messageId, @Nullable String organisation, int partition, Duration wait) {
        return LongPoll.await(views.waiters(), List.of(messageId), wait, () -> {
            List<TraceStore.Step> steps = traces.steps(views.traces().part(partition), messageId);
            return steps.isEmpty() || !maySee(organisation, steps) ? null : steps;
        });
    }

    private static boolean maySee(@Nullable String organisation, List<TraceStore.Step> steps) {
        return organisation == null
                || steps.getFirst().event().getOrganisation().equals(organisation);
    }

    /** The message as a whole. */
    Fetched<MessageView> message(List<TraceStore.Step> steps, int partition, boolean toSender) {
        MessageEvent accepted = steps.stream()
                .map(TraceStore.Step::event)
                .filter(event -> event.getType() == MessageEventType.ACCEPTED)
                .findFirst()
                .orElse(steps.getFirst().event());
        List<DeliveryView> deliveries = DeliveryView.inOrder(
                accepted.getRecipients(), states.of(views.traces().part(partition), accepted.getMessageId()));
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
