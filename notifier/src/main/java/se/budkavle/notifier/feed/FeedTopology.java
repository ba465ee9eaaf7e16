package se.budkavle.notifier.feed;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Notification;

/**
 * The feed's flow.
 *
 * <pre>
 *                EVENT, TEST ──▶ store "feed" ──▶ pages
 *                                     │
 *  notifications ──▶ feed             ▼
 *       ▲        REPLAY ─────▶ copies of a part, by and by
 *       └─────────────────────────────┘
 * </pre>
 *
 * Copies are not shown in the feed, which has the originals; they are pushed. The feed reads them back to know that they
 * are written.
 */
final class FeedTopology {

    static final String COPIES = "copies";

    private static final String SOURCE = "notifications";
    private static final String FEED = "feed";

    private FeedTopology() {}

    /** Builds it. */
    static Topology build(AvroSerdes serdes, FeedSettings settings, FeedListener listener) {
        Serde<Notification> notifications = serdes.value(Topics.NOTIFICATIONS);
        FeedSerdes feedSerdes = FeedSerdes.of(serdes);
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                SOURCE,
                new StringDeserializer(),
                notifications.deserializer(),
                Topics.NOTIFICATIONS.name());
        topology.addProcessor(FEED, () -> new FeedProcessor(feedSerdes, settings, listener), SOURCE);
        topology.addStateStore(FeedStore.builder(), FEED);
        topology.addSink(COPIES, Topics.NOTIFICATIONS.name(), new StringSerializer(), notifications.serializer(), FEED);
        return topology;
    }
}
