package se.budkavle.benchmarks.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Threads that each send one record and wait for its confirmation, over one producer: what a gateway that does nothing else
 * could reach.
 *
 * @param bootstrapServers the broker
 * @param topic where to
 * @param threads so many at a time
 * @param bytes of each record
 * @param seconds for how long
 */
public record RawSync(String bootstrapServers, String topic, int threads, int bytes, double seconds) implements Task {

    @Override
    public Outcome run(Site site) throws InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = Clients.promptProducer(bootstrapServers)) {
            Histogram all = Histograms.empty();
            var failed = new AtomicLong();
            var value = new byte[bytes];
            ThreadLocalRandom.current().nextBytes(value);
            long began = System.nanoTime();
            long end = began + (long) (seconds * 1e9);
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                byte[] key = ("conversation-" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                senders.add(Thread.ofPlatform().start(() -> {
                    Histogram own = Histograms.empty();
                    for (long sent = System.nanoTime(); sent - end < 0; sent = System.nanoTime()) {
                        try {
                            var _ = producer.send(new ProducerRecord<>(topic, key, value))
                                    .get();
                            Histograms.add(own, System.nanoTime() - sent);
                        } catch (Exception e) {
                            failed.incrementAndGet();
                        }
                    }
                    synchronized (all) {
                        all.add(own);
                    }
                }));
            }
            for (Thread sender : senders) {
                sender.join();
            }
            return Outcome.of(
                    all.getTotalCount(), (System.nanoTime() - began) / 1e9, all, Map.of("failed", failed.get()));
        }
    }
}
