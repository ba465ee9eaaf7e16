package se.budkavle.router.topology;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Message;

/**
 * Counts what a lane takes of its pace. It does not wait: that would hold a transaction open, and with it every reader of
 * what was written; who fetches waits.
 */
final class Paced extends ContextualProcessor<String, Message, String, Message> {

    private final Pace pace;

    Paced(Pace pace) {
        this.pace = pace;
    }

    @Override
    public void process(Record<String, Message> record) {
        pace.take(recipients(record.value()));
        context().forward(record);
    }

    private static int recipients(@Nullable Message message) {
        return message == null ? 1 : Math.max(1, message.getRecipients().size());
    }
}
