package se.budkavle.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupLagsTest {

    private static final TopicPartition FIRST = new TopicPartition("messages.normal", 0);
    private static final TopicPartition SECOND = new TopicPartition("messages.normal", 1);

    @Test
    void aGroupIsBehindByWhatItHasNotCommitted() {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        offsets.put(FIRST, new OffsetAndMetadata(90));
        offsets.put(SECOND, new OffsetAndMetadata(50));

        var lags = GroupLags.lags(Map.of("budkavle-router", offsets), Map.of(FIRST, end(100), SECOND, end(55)));

        assertThat(lags).containsExactly(Map.entry("budkavle-router", 15L));
    }

    @Test
    void whatIsNotKnownIsNotCounted() {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        offsets.put(FIRST, null);
        offsets.put(SECOND, new OffsetAndMetadata(60));

        assertThat(GroupLags.lags(Map.of("budkavle-router", offsets), Map.of(FIRST, end(100))))
                .isEmpty();
        // Ends are asked for after the commits, yet a topic may have been made anew.
        assertThat(GroupLags.lags(Map.of("budkavle-router", offsets), Map.of(SECOND, end(3))))
                .containsExactly(Map.entry("budkavle-router", 0L));
    }

    private static ListOffsetsResultInfo end(long offset) {
        return new ListOffsetsResultInfo(offset, -1, Optional.empty());
    }
}
