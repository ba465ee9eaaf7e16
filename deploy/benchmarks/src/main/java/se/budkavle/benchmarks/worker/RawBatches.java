package se.budkavle.benchmarks.worker;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One thread that sends as fast as one producer takes it, in batches of 64 KiB.
 *
 * @param bootstrapServers the broker
 * @param topic where to
 * @param keys different ones
 * @param bytes of each record
 * @param seconds for how long
 */
public record RawBatches(String bootstrapServers, String topic, int keys, int bytes, double seconds) implements Task {

    @Override
    public Outcome run(Site site) {
        var confirmed = new AtomicLong();
        var failed = new AtomicLong();
        var value = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(value);
        byte[][] key = new byte[keys][];
        for (int i = 0; i < keys; i++) {
            key[i] = ("conversation-" + i).getBytes(StandardCharsets.UTF_8);
        }
        long began = System.nanoTime();
        long end = began + (long) (seconds * 1e9);
        try (KafkaProducer<byte[], byte[]> producer = Clients.batchProducer(bootstrapServers)) {
            for (int i = 0; System.nanoTime() - end < 0; i++) {
                var _ = producer.send(
                        new ProducerRecord<>(topic, key[i % keys], value),
                        (metadata, error) -> (error == null ? confirmed : failed).incrementAndGet());
            }
            producer.flush();
            return new Outcome(
                    confirmed.get(), (System.nanoTime() - began) / 1e9, null, Map.of("failed", failed.get()));
        }
    }
}
