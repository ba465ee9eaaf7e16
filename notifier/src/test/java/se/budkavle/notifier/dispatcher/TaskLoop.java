package se.budkavle.notifier.dispatcher;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.FailingEndpoint;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.PendingNotification;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.streams.BoundedRocksDb;

/**
 * The dispatcher's tasks as one stream thread runs them, with their real stores and without Kafka: what comes in is taken
 * from a queue, time passes every tick, what goes out is serialized and dropped. The registry is put in directly.
 */
final class TaskLoop implements AutoCloseable {

    private final List<Task> tasks = new ArrayList<>();
    private final AvroSerdes serdes = AvroSerdes.inMemory();
    private final SubscriptionChanges changes = new SubscriptionChanges();
    private final KeyValueStore<String, byte[]> subscriptions = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(DispatcherTopology.SUBSCRIPTIONS), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    private final DispatcherSettings settings;

    private final class Task {
        private final MockProcessorContext<String, SpecificRecord> context;
        private final DispatchProcessor processor;
        private final List<StateStore> stores;
        private long offset;

        Task(int partition, Path state, Pusher pusher, PushBudget budget, DispatcherMetrics metrics) {
            Properties properties = new Properties();
            properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class.getName());
            File directory = state.resolve(Integer.toString(partition)).toFile();
            context = new MockProcessorContext<>(properties, new TaskId(0, partition), directory);
            KeyValueStore<Bytes, PendingNotification> pending = Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(DispatcherTopology.PENDING),
                            Serdes.Bytes(),
                            serdes.state(PendingNotification.class))
                    .withLoggingDisabled()
                    .build();
            KeyValueStore<Bytes, byte[]> schedule = Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(DispatcherTopology.SCHEDULE),
                            Serdes.Bytes(),
                            Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();
            KeyValueStore<String, FailingEndpoint> failing = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(DispatcherTopology.FAILING),
                            Serdes.String(),
                            serdes.state(FailingEndpoint.class))
                    .withLoggingDisabled()
                    .build();
            KeyValueStore<Bytes, byte[]> retries = Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(DispatcherTopology.RETRIES),
                            Serdes.Bytes(),
                            Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();
            stores = List.of(pending, schedule, failing, retries);
            stores.forEach(store -> {
                store.init(context.getStateStoreContext(), store);
                context.addStateStore(store);
            });
            if (partition == 0) {
                subscriptions.init(context.getStateStoreContext(), subscriptions);
            }
            context.addStateStore(subscriptions);
            context.setCurrentSystemTimeMs(System.currentTimeMillis());
            processor = new DispatchProcessor(
                    settings,
                    pusher,
                    budget,
                    changes,
                    serdes.value(Topics.SUBSCRIPTIONS).deserializer(),
                    metrics,
                    new PendingBoard());
            processor.init(context);
        }

        void process(Notification notification) {
            context.setCurrentSystemTimeMs(System.currentTimeMillis());
            context.setRecordMetadata(
                    Topics.NOTIFICATIONS.name(), context.taskId().partition(), offset++);
            processor.process(new Record<>(notification.getSubscriptionId(), notification, 0));
            forwarded();
        }

        void tick() {
            long now = System.currentTimeMillis();
            context.setCurrentSystemTimeMs(now);
            context.scheduledPunctuators().getFirst().getPunctuator().punctuate(now);
            forwarded();
        }

        private void forwarded() {
            for (var forward : context.forwarded()) {
                SpecificRecord value = forward.record().value();
                if (value instanceof Attempt attempt) {
                    serdes.value(Topics.DELIVERY_ATTEMPTS)
                            .serializer()
                            .serialize(Topics.DELIVERY_ATTEMPTS.name(), attempt);
                }
            }
            context.resetForwards();
        }

        void close() {
            processor.close();
            stores.forEach(StateStore::close);
        }
    }

    TaskLoop(int partitions, Path state, DispatcherSettings settings, Pusher pusher, MeterRegistry meters) {
        this.settings = settings;
        PushBudget budget = new PushBudget(settings.maxOutstanding(), settings.slowShare());
        DispatcherMetrics metrics = new DispatcherMetrics(meters, budget);
        for (int partition = 0; partition < partitions; partition++) {
            tasks.add(new Task(partition, state, pusher, budget, metrics));
        }
    }

    /** The registry says. */
    void registered(Subscription subscription) {
        subscriptions.put(
                subscription.getSubscriptionId(),
                serdes.value(Topics.SUBSCRIPTIONS).serializer().serialize(Topics.SUBSCRIPTIONS.name(), subscription));
        changes.publish(subscription.getSubscriptionId());
    }

    /** Runs until a time of {@link System#nanoTime()}: polls no longer than a tick, processes what came, lets time pass. */
    void run(BlockingQueue<Notification> records, long until) throws InterruptedException {
        long tick = settings.tick().toNanos();
        List<Notification> polled = new ArrayList<>();
        for (long now = System.nanoTime(), next = now; now - until < 0; now = System.nanoTime()) {
            Notification first = records.poll(tick, TimeUnit.NANOSECONDS);
            if (first != null) {
                polled.add(first);
                records.drainTo(polled, 999);
                polled.forEach(this::process);
                polled.clear();
            }
            if (System.nanoTime() - next >= 0) {
                tick();
                next = System.nanoTime() + tick;
            }
        }
    }

    void process(Notification notification) {
        int hash = Utils.toPositive(notification.getSubscriptionId().hashCode());
        tasks.get(hash % tasks.size()).process(notification);
    }

    void tick() {
        tasks.forEach(Task::tick);
    }

    @Override
    public void close() {
        tasks.forEach(Task::close);
        subscriptions.close();
    }
}
