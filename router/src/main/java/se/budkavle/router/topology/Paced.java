package se.budkavle.router.topology;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Message;

/**
 * Holds a lane to its pace, so that what comes behind the router never has a queue of it in front of others. It waits
 * before a record, and has what was done committed first: an open transaction holds up every reader of what it wrote.
 */
final class Paced extends ContextualProcessor<String, Message, String, Message> {

    private final int perSecond;
    private Pace pace;

    @SuppressWarnings("NullAway.Init") // by init
    Paced(int perSecond) {
        this.perSecond = perSecond;
    }

    @Override
    public void init(ProcessorContext<String, Message> context) {
        super.init(context);
        pace = new Pace(perSecond, System::nanoTime);
    }

    @Override
    public void process(Record<String, Message> record) {
        pace.await();
        context().forward(record);
        pace.take(recipients(record.value()));
        if (pace.isInDebt()) {
            context().commit();
        }
    }

    private static int recipients(@Nullable Message message) {
        return message == null ? 1 : Math.max(1, message.getRecipients().size());
    }
}
