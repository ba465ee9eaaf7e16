package se.budkavle.benchmarks.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads topics from where they ended when it was last asked, until so many records of the first of them have come: when
 * they were committed, how many there are of each topic, and how large.
 *
 * @param bootstrapServers the broker
 * @param topics all of them; the first is waited for
 * @param records of the first topic; 0: only remembers where the topics end
 * @param patienceMillis how long to go on while none comes
 */
public record Committed(String bootstrapServers, List<String> topics, long records, long patienceMillis)
        implements Task {

    private static final String NAME = "committed";
    private static final Duration POLL = Duration.ofMillis(50);

    @Override
    public Outcome run(Site site) throws java.io.IOException {
        if (records == 0) {
            KafkaConsumer<byte[], byte[]> consumer = Clients.consumer(bootstrapServers);
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            site.keep(NAME, consumer);
            return Outcome.DONE;
        }
        @SuppressWarnings("unchecked")
        var consumer = (KafkaConsumer<byte[], byte[]>) site.kept(NAME);
        return read(consumer);
    }

    private Outcome read(KafkaConsumer<byte[], byte[]> consumer) {
        Map<String, Long> counters = new TreeMap<>();
        long first = 0;
        long last = System.nanoTime();
        long read = 0;
        boolean settled = false;
        while (!settled) {
            boolean any = false;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                any = true;
                counters.merge(record.topic() + " records", 1L, Long::sum);
                counters.merge(record.topic() + " bytes", size(record), Long::sum);
                if (record.topic().equals(topics.getFirst())) {
                    last = System.nanoTime();
                    first = read++ == 0 ? last : first;
                }
            }
            boolean enough = read >= records && !any;
            settled = enough || System.nanoTime() - last > TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        }
        counters.put("first", first);
        counters.put("last", last);
        return new Outcome(read, (last - first) / 1e9, null, counters);
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        long size = (long) Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        for (var header : record.headers()) {
            size += header.key().length();
            size += header.value() == null ? 0 : header.value().length;
        }
        return size;
    }
}
