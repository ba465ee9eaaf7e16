package se.budkavle.router.topology;

import java.util.Objects;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.router.decision.AddressLookup;
import se.budkavle.router.decision.OrganisationIndex;
import se.budkavle.router.decision.SubscriptionIndex;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.serde.RegistryUnavailableException;

/**
 * Reads the registries into this instance's own copies, in whole, at every start. A record that cannot be read is
 * counted and skipped, and the entry it meant to change stays as it was: a global processor can write no dead letter,
 * and must not stop every instance for one bad record.
 */
final class RegistryReaders {

    private static final Logger log = LoggerFactory.getLogger(RegistryReaders.class);

    private final Deserializer<Address> addressReader;
    private final Deserializer<Subscription> subscriptionReader;
    private final Deserializer<Organisation> organisationReader;
    private final RouterMetrics metrics;

    RegistryReaders(AvroSerdes serdes, RouterMetrics metrics) {
        this.addressReader = serdes.value(Topics.ADDRESSES).deserializer();
        this.subscriptionReader = serdes.value(Topics.SUBSCRIPTIONS).deserializer();
        this.organisationReader = serdes.value(Topics.ORGANISATIONS).deserializer();
        this.metrics = metrics;
    }

    /** Keeps addresses as bytes, which take a third of the room of objects. */
    Processor<String, byte[], Void, Void> addressesInto(String storeName) {
        return new ContextualProcessor<>() {
            private @Nullable KeyValueStore<String, byte[]> store;

            @Override
            public void init(ProcessorContext<Void, Void> context) {
                super.init(context);
                store = context.getStateStore(storeName);
            }

            @Override
            public void process(Record<String, byte[]> record) {
                KeyValueStore<String, byte[]> copy = Objects.requireNonNull(store);
                read(
                        Topics.ADDRESSES,
                        addressReader,
                        record,
                        address -> copy.put(record.key(), record.value()),
                        () -> copy.delete(record.key()));
            }
        };
    }

    /** Keeps of subscriptions what matching needs. */
    Processor<String, byte[], Void, Void> subscriptionsInto(SubscriptionIndex index) {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, byte[]> record) {
                read(
                        Topics.SUBSCRIPTIONS,
                        subscriptionReader,
                        record,
                        subscription -> {
                            if (!index.put(subscription)) {
                                log.atWarn()
                                        .addKeyValue("subscriptionId", record.key())
                                        .log("A subscription has filters that cannot be read, and matches nothing");
                            }
                        },
                        () -> index.remove(record.key()));
            }
        };
    }

    /** Keeps which organisations are suspended. */
    Processor<String, byte[], Void, Void> organisationsInto(OrganisationIndex index) {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, byte[]> record) {
                read(Topics.ORGANISATIONS, organisationReader, record, index::put, () -> index.remove(record.key()));
            }
        };
    }

    /** Looks addresses up in the copy. */
    AddressLookup addresses(KeyValueStore<String, byte[]> copy) {
        return address -> {
            byte[] bytes = copy.get(address);
            return bytes == null ? null : addressReader.deserialize(Topics.ADDRESSES.name(), bytes);
        };
    }

    private <V extends SpecificRecord> void read(
            Topic<V> topic,
            Deserializer<V> reader,
            Record<String, byte[]> record,
            Consumer<V> changed,
            Runnable removed) {
        if (record.key() == null) {
            skip(topic);
        } else if (record.value() == null) {
            removed.run();
        } else {
            V entry;
            try {
                entry = reader.deserialize(topic.name(), record.value());
            } catch (RegistryUnavailableException e) {
                throw e;
            } catch (SerializationException e) {
                skip(topic);
                return;
            }
            changed.accept(entry);
        }
    }

    private void skip(Topic<?> topic) {
        metrics.onPoison(topic.name(), Reason.UNDECODABLE);
        log.atWarn().addKeyValue("topic", topic.name()).log("A registry record cannot be read and is skipped");
    }
}
