package se.budkavle.notifier.dispatcher;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Notification;

/**
 * Pushes to subscribers' own topics. A topic is seen to before the first record that goes there, and again after a failure:
 * it may have been deleted. All that may wait (Kafka, the registry) waits on a virtual thread of the attempt; there are as
 * many as attempts under way.
 *
 * <p>An attempt has three parts, each of which may take a third of its time: topic, room and leader, acknowledgement. So the
 * producer has given a record up when the attempt fails, and cannot write it after a later one of its subject.
 */
final class TopicPusher implements Pusher, AutoCloseable {

    private static final int PARTS = 3;
    private static final long BUFFER_BYTES = 32L * 1024 * 1024;

    private final DispatcherSettings settings;
    private final int defaultPartitions;
    private final Producer<String, byte[]> producer;
    private final Serializer<Notification> serializer;
    private final AsyncLoadingCache<SubscriberTopic, SubscriberTopic> ready;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("topic-push-", 0).factory());

    TopicPusher(
            DispatcherSettings settings,
            SubscriberTopicSettings topics,
            Producer<String, byte[]> producer,
            Serializer<Notification> serializer,
            TopicMaker maker) {
        this.settings = settings;
        this.defaultPartitions = topics.partitions();
        this.producer = producer;
        this.serializer = serializer;
        ready = Caffeine.newBuilder()
                .maximumSize(topics.remembered())
                .executor(threads)
                .buildAsync(topic -> {
                    maker.make(topic);
                    return topic;
                });
    }

    /** The producer: what it acknowledges is kept, once, and it gives up within the time of an attempt. */
    static Producer<String, byte[]> producer(KafkaSettings kafka, Duration timeout) {
        Map<String, Object> properties = kafka.clientProperties();
        int part = Math.toIntExact(part(timeout).toMillis());
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "budkavle-topic-pusher");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Of a subject one record is under way: who waits for others of its partition only waits longer.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_DERIVED_BYTES);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, part);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, part);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, part);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /** What each part of an attempt may take. */
    static Duration part(Duration timeout) {
        return timeout.dividedBy(PARTS);
    }

    @Override
    public CompletionStage<AttemptResult> push(PushRequest request) {
        CompletableFuture<AttemptResult> result = new CompletableFuture<>();
        threads.execute(() -> attempt(request, result));
        return result;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
    private void attempt(PushRequest request, CompletableFuture<AttemptResult> result) {
        SubscriberTopic topic = SubscriberTopic.of(request.subscription(), defaultPartitions);
        try {
            ready.get(topic).get(part(settings.timeout()).toMillis(), TimeUnit.MILLISECONDS);
            ProducerRecord<String, byte[]> record = TopicMessage.of(request, serializer);
            if (record.value().length > request.mostBytes(settings.maxPayloadBytes())) {
                result.complete(new AttemptResult.TooLarge());
                return;
            }
            producer.send(
                    record,
                    (place, error) ->
                            result.complete(error == null ? new AttemptResult.Written() : failure(topic, error)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.complete(new AttemptResult.Failed("Cancelled"));
        } catch (Exception e) {
            result.complete(failure(topic, e));
        }
    }

    /** Classes only; a topic to which nothing could be written is seen to before the next attempt. */
    private AttemptResult failure(SubscriberTopic topic, Exception error) {
        Throwable cause = error;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof RecordTooLargeException) {
            return new AttemptResult.TooLarge();
        }
        ready.synchronous().invalidate(topic);
        return new AttemptResult.Failed(cause.getClass().getSimpleName());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        producer.close(Duration.ZERO);
    }
}
