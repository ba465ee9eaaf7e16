package se.budkavle.notifier.feed;

import org.apache.kafka.common.serialization.Serde;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.FeedEntry;
import se.budkavle.schemas.avro.FeedReplay;

/** Serdes of what the feed's store holds. */
record FeedSerdes(Serde<FeedEntry> entries, Serde<FeedReplay> replays) {

    static FeedSerdes of(AvroSerdes serdes) {
        return new FeedSerdes(serdes.state(FeedEntry.class), serdes.state(FeedReplay.class));
    }
}
