package se.budkavle.schemas.streams;

import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A processor whose work is committed in time, where {@link PromptClients} ask for commits. In an application that is exactly-once,
 * those that read topics are to be prompt: what others do is committed with what they do, or after {@code commit.interval.ms}.
 */
public final class PromptProcessor<KIn, VIn, KOut, VOut> implements Processor<KIn, VIn, KOut, VOut> {

    private final Processor<KIn, VIn, KOut, VOut> processor;
    private @Nullable ProcessorContext<KOut, VOut> context;

    private PromptProcessor(Processor<KIn, VIn, KOut, VOut> processor) {
        this.processor = processor;
    }

    /** Makes those of a supplier prompt. */
    public static <KIn, VIn, KOut, VOut> ProcessorSupplier<KIn, VIn, KOut, VOut> of(
            ProcessorSupplier<KIn, VIn, KOut, VOut> supplier) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<KIn, VIn, KOut, VOut> get() {
                return new PromptProcessor<>(supplier.get());
            }

            @Override
            public @Nullable Set<StoreBuilder<?>> stores() {
                return supplier.stores();
            }
        };
    }

    @Override
    public void init(ProcessorContext<KOut, VOut> context) {
        this.context = context;
        processor.init(context);
    }

    @Override
    public void process(Record<KIn, VIn> record) {
        try {
            processor.process(record);
        } finally {
            // Also what failed: it may be a dead letter now.
            if (context != null) {
                ThreadCommits.done(context, record.timestamp());
            }
        }
    }

    @Override
    public void close() {
        if (context != null) {
            ThreadCommits.closed(context);
        }
        processor.close();
    }
}
