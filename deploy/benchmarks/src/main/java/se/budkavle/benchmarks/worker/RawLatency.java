package se.budkavle.benchmarks.worker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import se.budkavle.benchmarks.http.Mark;

/**
 * From producing to consuming at a fixed rate, and nothing in between: the least that anything built on Kafka takes.
 *
 * @param bootstrapServers the broker
 * @param topic where it goes through
 * @param run of the marks
 * @param keys different ones, as conversations
 * @param bytes of each record
 * @param perSecond the rate
 * @param seconds for how long
 */
public record RawLatency(
        String bootstrapServers, String topic, int run, int keys, int bytes, double perSecond, double seconds)
        implements Task {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long PATIENCE_MILLIS = 3_000;

    @Override
    public Outcome run(Site site) throws InterruptedException {
        var assigned = new CountDownLatch(1);
        Thread consumer = Thread.ofPlatform().start(() -> consume(site, assigned));
        try (KafkaProducer<byte[], byte[]> producer = Clients.promptProducer(bootstrapServers)) {
            producer.partitionsFor(topic);
            assigned.await();
            long expected = produce(producer);
            producer.flush();
            site.arrivals(run).await(expected, PATIENCE_MILLIS);
            return site.arrivals(run).outcome();
        } finally {
            consumer.interrupt();
            consumer.join();
            site.forget(run);
        }
    }

    private long produce(KafkaProducer<byte[], byte[]> producer) {
        byte[][] key = new byte[keys][];
        for (int i = 0; i < keys; i++) {
            key[i] = ("conversation-" + i).getBytes(StandardCharsets.UTF_8);
        }
        byte[] blank = Mark.BLANK.getBytes(StandardCharsets.US_ASCII);
        long interval = (long) (1e9 / perSecond);
        long began = System.nanoTime();
        long end = began + (long) (seconds * 1e9);
        int sent = 0;
        for (long due = began; due - end < 0; due += interval, sent++) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            byte[] value = new byte[bytes];
            System.arraycopy(blank, 0, value, 0, blank.length);
            new Mark(run, sent % keys, sent / keys, due).write(value, 0);
            var _ = producer.send(new ProducerRecord<>(topic, key[sent % keys], value));
        }
        return sent;
    }

    private void consume(Site site, CountDownLatch assigned) {
        try (KafkaConsumer<byte[], byte[]> consumer = Clients.consumer(bootstrapServers)) {
            consumer.subscribe(List.of(topic), new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    // It is alone.
                }

                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    consumer.seekToEnd(partitions);
                    partitions.forEach(consumer::position);
                    assigned.countDown();
                }
            });
            while (!Thread.currentThread().isInterrupted()) {
                for (var record : consumer.poll(POLL)) {
                    long now = System.nanoTime();
                    Mark.find(record.value(), 0, Mark.LENGTH, mark -> site.arrived(mark, now));
                }
            }
        } catch (org.apache.kafka.common.errors.InterruptException ended) {
            // All that was expected has come.
        }
    }
}
