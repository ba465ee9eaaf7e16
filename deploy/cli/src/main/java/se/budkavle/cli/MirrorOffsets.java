package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What MirrorMaker writes down of how far it has come, record by record: the later one of a partition holds. */
final class MirrorOffsets {

    private static final String CONNECTOR = "MirrorSourceConnector";

    private final String site;
    private final Map<TopicPartition, Long> offsets = new HashMap<>();

    /** @param site what MirrorMaker calls the site from which it copied */
    MirrorOffsets(String site) {
        this.site = site;
    }

    /** Its topic. */
    static String topic(String site) {
        return "mm2-offsets." + site + ".internal";
    }

    /** Reads a record of that topic. */
    void read(byte[] key, byte @Nullable [] value) {
        try {
            JsonNode place = Api.JSON.readTree(key);
            if (!place.path(0).asText().equals(CONNECTOR)
                    || !place.path(1).path("cluster").asText().equals(site)) {
                return;
            }
            var partition = new TopicPartition(
                    place.path(1).path("topic").asText(),
                    place.path(1).path("partition").asInt());
            if (value == null) {
                offsets.remove(partition);
            } else {
                offsets.put(partition, Api.JSON.readTree(value).path("offset").asLong());
            }
        } catch (IOException e) {
            throw new CommandFailure(CommandFailure.FAILED, topic(site) + " is not written by MirrorMaker 2.");
        }
    }

    /** The offset of the last record of each partition that came over, as the other site counts. */
    Map<TopicPartition, Long> offsets() {
        return Map.copyOf(offsets);
    }
}
