package se.budkavle.gateway.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topic;

/**
 * Sends a record and waits until every in-sync replica has it. Blocks, and is meant for virtual threads: the producer
 * itself blocks while it does not know the partitions.
 */
@Singleton
public final class RecordSender {

    private static final Logger LOG = LoggerFactory.getLogger(RecordSender.class);

    private final AvroSerdes serdes;
    private final Duration timeout;
    private final Map<Company, Outlet> outlets = new EnumMap<>(Company.class);
    private final Map<String, Serializer<SpecificRecord>> serializers = new ConcurrentHashMap<>();
    private final Timer confirmation;

    /** Wakes ten times a second, not once for each record that needs no limit any longer, as {@code completeOnTimeout} does. */
    private final HashedWheelTimer limits =
            new HashedWheelTimer(new DefaultThreadFactory("budkavle-sender-limits", true), 100, TimeUnit.MILLISECONDS);

    RecordSender(KafkaSettings kafka, AvroSerdes serdes, SenderSettings settings, MeterRegistry meters) {
        this.serdes = serdes;
        this.timeout = settings.timeout();
        for (var company : Company.values()) {
            outlets.put(company, new Outlet(kafka, settings, company));
        }
        this.confirmation = Timer.builder("budkavle.gateway.confirmation")
                .description("from send to the acknowledgement of every in-sync replica")
                .register(meters);
    }

    /**
     * A record on its way out.
     *
     * @param key its key
     * @param value its value; null: there is nothing of that key any longer
     * @param headers its headers; null values are left out
     */
    public record Outgoing<V>(String key, @Nullable V value, Map<String, String> headers) {}

    private Outlet outlet(Company company) {
        return Objects.requireNonNull(outlets.get(company), "each has one");
    }

    /** {@return how it ended; null header values are left out} */
    public <V extends SpecificRecord> Sending send(Topic<V> topic, String key, V value, Map<String, String> headers) {
        return sendAll(topic, List.of(new Outgoing<>(key, value, headers))).getFirst();
    }

    /** Says that there is nothing of a key any longer. {@return how it ended} */
    public <V extends SpecificRecord> Sending forget(Topic<V> topic, String key) {
        return sendAll(topic, List.of(new Outgoing<>(key, null, Map.of()))).getFirst();
    }

    /**
     * Sends records one behind the other without waiting in between, so that their order holds. Behind one that could not
     * be sent nothing is sent: the rest would only wait for the same fault, and come out of order.
     *
     * @return how each ended, in order
     */
    public <V extends SpecificRecord> List<Sending> sendAll(Topic<V> topic, List<Outgoing<V>> records) {
        var outlet = outlet(Company.ALONE);
        if (!outlet.enter(records.size())) {
            return Collections.nCopies(records.size(), new Sending.NotSent());
        }
        try {
            long begin = System.nanoTime();
            var sent = new ArrayList<Future<RecordMetadata>>(records.size());
            for (var record : records) {
                var future = start(topic, record, outlet, null);
                if (future == null) {
                    break;
                }
                sent.add(future);
            }
            var endings = new ArrayList<Sending>(records.size());
            sent.forEach(future -> endings.add(await(topic, future, begin)));
            endings.addAll(Collections.nCopies(records.size() - sent.size(), new Sending.NotSent()));
            return endings;
        } finally {
            outlet.leave(records.size());
        }
    }

    /**
     * Sends a record without waiting: records that are begun one after the other keep their order.
     *
     * @return how it ends; unconfirmed where that is not known in time
     */
    public <V extends SpecificRecord> CompletableFuture<Sending> begin(Topic<V> topic, Outgoing<V> record) {
        return begin(topic, record, Company.ALONE);
    }

    /** As {@link #begin(Topic, Outgoing)}; the order is that of all which are begun in the same company. */
    public <V extends SpecificRecord> CompletableFuture<Sending> begin(
            Topic<V> topic, Outgoing<V> record, Company company) {
        var outlet = outlet(company);
        if (!outlet.enter(1)) {
            return CompletableFuture.completedFuture(new Sending.NotSent());
        }
        long begin = System.nanoTime();
        var ending = new CompletableFuture<Sending>();
        var started = start(topic, record, outlet, (metadata, failure) -> {
            outlet.leave(1);
            if (failure == null) {
                confirmation.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
                ending.complete(new Sending.Confirmed());
            } else {
                failed(topic, failure);
                ending.complete(new Sending.Unconfirmed());
            }
        });
        if (started == null) {
            outlet.leave(1);
            ending.complete(new Sending.NotSent());
        }
        return ending.isDone() ? ending : limited(ending, begin);
    }

    /** The producer has limits of its own; but who waits for a thread of its that hangs is not to wait as long. */
    private CompletableFuture<Sending> limited(CompletableFuture<Sending> ending, long begin) {
        var limit = limits.newTimeout(
                _ -> ending.complete(new Sending.Unconfirmed()),
                timeout.toNanos() - (System.nanoTime() - begin),
                TimeUnit.NANOSECONDS);
        return ending.whenComplete((_, _) -> limit.cancel());
    }

    /** Null: it could not be sent, and nobody is called back. */
    private <V extends SpecificRecord> @Nullable Future<RecordMetadata> start(
            Topic<V> topic, Outgoing<V> record, Outlet outlet, @Nullable Callback callback) {
        try {
            var value = record.value();
            var bytes = value == null ? null : serializer(topic).serialize(topic.name(), value);
            var outgoing = new ProducerRecord<>(topic.name(), record.key(), bytes);
            record.headers().forEach((name, text) -> RecordHeaders.put(outgoing.headers(), name, text));
            return outlet.send(outgoing, callback);
        } catch (KafkaException | IllegalStateException e) {
            // The latter: the producer is closed, as this process ends.
            failed(topic, e);
            return null;
        }
    }

    private Sending await(Topic<?> topic, Future<RecordMetadata> sent, long begin) {
        try {
            sent.get(timeout.toNanos() - (System.nanoTime() - begin), TimeUnit.NANOSECONDS);
            confirmation.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
            return new Sending.Confirmed();
        } catch (TimeoutException e) {
            failed(topic, e);
            return new Sending.Unconfirmed();
        } catch (ExecutionException e) {
            failed(topic, e.getCause() == null ? e : e.getCause());
            return new Sending.Unconfirmed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Sending.Unconfirmed();
        }
    }

    private static void failed(Topic<?> topic, Throwable e) {
        LOG.atWarn()
                .addKeyValue("topic", topic.name())
                .addKeyValue("error", e.getClass().getSimpleName())
                .log("a record was not confirmed");
    }

    @SuppressWarnings("unchecked")
    private Serializer<SpecificRecord> serializer(Topic<?> topic) {
        return serializers.computeIfAbsent(topic.name(), name ->
                (Serializer<SpecificRecord>) (Serializer<?>) serdes.value(topic).serializer());
    }

    @PreDestroy
    void close() {
        outlets.values().forEach(outlet -> outlet.close(timeout));
        limits.stop();
    }
}
