package se.budkavle.gateway.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topics;

/** Where records in one company go out: a producer, and room of its own, so that batches refuse nobody who comes alone. */
final class Outlet {

    /** Of one partition that go together; what is larger goes alone. */
    private static final int GATHERED_BYTES = 64 * 1024;

    private final Producer<String, byte[]> producer;
    private final Semaphore room;
    private final long patienceMillis;

    Outlet(KafkaSettings kafka, SenderSettings settings, Company company) {
        producer = new KafkaProducer<>(
                properties(kafka, settings, company), new StringSerializer(), new ByteArraySerializer());
        room = new Semaphore(settings.maxInFlight());
        patienceMillis = switch (company) {
            case ALONE -> 0;
            case AMONG_OTHERS -> settings.timeout().toMillis() / 4;
        };
    }

    private static Map<String, Object> properties(KafkaSettings kafka, SenderSettings settings, Company company) {
        // A quarter may go to waiting for metadata, the rest to delivery: together less than the time limit of the
        // answer.
        int blocking = (int) settings.timeout().toMillis() / 4;
        int delivery = (int) settings.timeout().toMillis() * 7 / 10;
        var properties = kafka.clientProperties();
        properties.put(
                "client.id",
                switch (company) {
                    case ALONE -> "budkavle-gateway";
                    case AMONG_OTHERS -> "budkavle-gateway-batches";
                });
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        int linger =
                switch (company) {
                    case ALONE -> 0;
                    case AMONG_OTHERS -> (int) settings.gatherFor().toMillis();
                };
        properties.put("linger.ms", linger);
        if (company == Company.AMONG_OTHERS) {
            properties.put("batch.size", GATHERED_BYTES);
        }
        properties.put("max.block.ms", blocking);
        properties.put("request.timeout.ms", delivery - linger);
        properties.put("delivery.timeout.ms", delivery);
        properties.put("retry.backoff.ms", 50);
        properties.put("reconnect.backoff.max.ms", 500);
        properties.put("max.request.size", Topics.MAX_DERIVED_BYTES);
        properties.put("buffer.memory", settings.bufferMemory());
        kafka.overrideUnsafely(properties::put);
        return properties;
    }

    /** Takes room for so many; who is among others waits for it. {@return whether there was as much} */
    boolean enter(int records) {
        try {
            return room.tryAcquire(records, patienceMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives room back. */
    void leave(int records) {
        room.release(records);
    }

    Future<RecordMetadata> send(ProducerRecord<String, byte[]> outgoing, @Nullable Callback callback) {
        return producer.send(outgoing, callback);
    }

    void close(Duration timeout) {
        producer.close(timeout);
    }
}
