package se.budkavle.gateway.registry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.problem.RefusedException;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.TopicFollower;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.serde.RegistryUnavailableException;

/**
 * Keeps the {@link RegistryCopy} up to date. Nothing is decided on it that another writer could have changed; who needs
 * the newest waits until the copy has it.
 */
@Singleton
public final class Registry {

    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

    private final RegistryCopy copy = new RegistryCopy();
    private final Deserializer<Address> addresses;
    private final Deserializer<Subscription> subscriptions;
    private final Deserializer<Organisation> organisations;
    private final Deserializer<EventType> eventTypes;
    private final TopicFollower follower;
    private final Admin admin;
    private final Duration catchUp;
    private final Counter unreadable;

    Registry(AvroSerdes serdes, KafkaSettings kafka, Admin admin, RegistrySettings settings, MeterRegistry meters) {
        this.addresses = serdes.value(Topics.ADDRESSES).deserializer();
        this.subscriptions = serdes.value(Topics.SUBSCRIPTIONS).deserializer();
        this.organisations = serdes.value(Topics.ORGANISATIONS).deserializer();
        this.eventTypes = serdes.value(Topics.EVENT_TYPES).deserializer();
        this.admin = admin;
        this.catchUp = settings.catchUp();
        this.follower = new TopicFollower(
                kafka,
                "gateway-registries",
                List.of(
                        Topics.ADDRESSES.name(),
                        Topics.SUBSCRIPTIONS.name(),
                        Topics.ORGANISATIONS.name(),
                        Topics.EVENT_TYPES.name()),
                TopicFollower.Start.BEGINNING,
                this::take);
        this.unreadable = Counter.builder("budkavle.gateway.registry.unreadable")
                .description("records of the registries that cannot be read and were skipped")
                .register(meters);
    }

    /** Begins to read. */
    public void start() {
        follower.start();
    }

    /** {@return whether all is read that was there at the start} */
    public boolean isLoaded() {
        return follower.isLoaded();
    }

    /** {@return the copy as it is now} */
    public RegistryCopy copy() {
        return copy;
    }

    /** Waits until something holds of the copy. Returns whether it does. */
    public boolean await(BooleanSupplier condition, Duration timeout) {
        return follower.await(condition, timeout);
    }

    /**
     * Waits, bounded, until the copy has every address that was there when this was called. The end asked for is that of
     * the log, not of what is committed: the marks of one transaction reach partitions one after the other.
     *
     * @return false if that was not reached in time, so that what is missing here may well be there
     */
    public boolean catchUp() {
        return catchUp(Topics.ADDRESSES);
    }

    private boolean catchUp(Topic<?> registry) {
        var wanted = new HashMap<TopicPartition, Long>();
        try {
            var partitions = new HashMap<TopicPartition, OffsetSpec>();
            for (var each : follower.partitions()) {
                if (each.topic().equals(registry.name())) {
                    partitions.put(each, OffsetSpec.latest());
                }
            }
            long begin = System.nanoTime();
            admin.listOffsets(partitions)
                    .all()
                    .get(catchUp.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, end) -> wanted.put(partition, end.offset()));
            return !wanted.isEmpty() && follower.awaitOffsets(wanted, catchUp.minusNanos(System.nanoTime() - begin));
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().addKeyValue("topic", registry.name()).log("the end of a registry is not known in time");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * {@return the entry of an address, caught up with if it is not here; null if there is none}
     *
     * @throws se.budkavle.gateway.problem.RefusedException 503 if it is not here, but might be there
     */
    public @Nullable Address find(String address) {
        var entry = copy.address(address);
        if (entry != null) {
            return entry;
        }
        boolean complete = catchUp();
        entry = copy.address(address);
        if (entry == null && !complete) {
            throw unreadable();
        }
        return entry;
    }

    /** {@return that an address is not here, but might be there} */
    public static RefusedException unreadable() {
        return Refusal.of(ProblemCode.UNAVAILABLE, "The address registry cannot be read just now.")
                .asException();
    }

    /**
     * {@return the entry of an event type, caught up with if it is not here; null if there is none}
     *
     * @throws se.budkavle.gateway.problem.RefusedException 503 if it is not here, but might be there
     */
    public @Nullable EventType findEventType(String type) {
        var entry = copy.eventType(type);
        if (entry != null) {
            return entry;
        }
        boolean complete = catchUp(Topics.EVENT_TYPES);
        entry = copy.eventType(type);
        if (entry == null && !complete) {
            throw Refusal.of(ProblemCode.UNAVAILABLE, "The catalogue of event types cannot be read just now.")
                    .asException();
        }
        return entry;
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.key() == null) {
                throw new SerializationException("no key");
            }
            if (record.topic().equals(Topics.ADDRESSES.name())) {
                copy.putAddress(record.key(), addresses.deserialize(record.topic(), record.value()));
            } else if (record.topic().equals(Topics.EVENT_TYPES.name())) {
                copy.putEventType(record.key(), eventTypes.deserialize(record.topic(), record.value()));
            } else if (record.topic().equals(Topics.ORGANISATIONS.name())) {
                copy.putOrganisation(record.key(), organisations.deserialize(record.topic(), record.value()));
            } else {
                copy.putSubscription(record.key(), subscriptions.deserialize(record.topic(), record.value()));
            }
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (SerializationException e) {
            unreadable.increment();
            LOG.atError()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("an entry of a registry cannot be read and is skipped");
        }
    }

    @PreDestroy
    void close() {
        follower.close();
    }
}
