package se.budkavle.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.connect.mirror.DefaultConfigPropertyFilter;
import org.apache.kafka.connect.mirror.DefaultGroupFilter;
import org.apache.kafka.connect.mirror.DefaultTopicFilter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;

/** What MirrorMaker brings to the other site with the configuration that is documented, asked of its own filters. */
class MirrorTest {

    private final Map<String, String> configuration = new HashMap<>();

    @BeforeEach
    void read() throws IOException {
        Mirror.configuration("a.example.se:9092", "b.example.se:9092")
                .forEach((key, value) -> configuration.put((String) key, (String) value));
    }

    @Test
    void everyTopicOfOursComesOverButAnswersForWhichNobodyWaits() {
        try (var filter = new DefaultTopicFilter()) {
            filter.configure(configuration);

            assertThat(Topics.all())
                    .extracting(Topic::name)
                    .filteredOn(name -> !filter.shouldReplicateTopic(name))
                    .containsExactly(Topics.COMMAND_RESULTS.name());
            assertThat(Topics.withDeadLetters()).extracting(Topic::deadLetters).allMatch(filter::shouldReplicateTopic);
        }
    }

    @Test
    void soDoStateAndSubscribersTopicsButNothingOfTheBrokersAndTheMirror() {
        try (var filter = new DefaultTopicFilter()) {
            filter.configure(configuration);

            assertThat(filter.shouldReplicateTopic("budkavle-mailbox-mailbox-changelog"))
                    .isTrue();
            assertThat(filter.shouldReplicateTopic("budkavle-views-dead-letters-repartition"))
                    .isTrue();
            assertThat(filter.shouldReplicateTopic(Topics.notificationsOf("0191")))
                    .isTrue();
            assertThat(filter.shouldReplicateTopic("__consumer_offsets")).isFalse();
            assertThat(filter.shouldReplicateTopic("mm2-offsets.A.internal")).isFalse();
        }
    }

    @Test
    void theirSettingsComeOverButNotWhoGivesTheTime() {
        try (var filter = new DefaultConfigPropertyFilter()) {
            filter.configure(configuration);

            assertThat(new String[] {
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                        TopicConfig.RETENTION_MS_CONFIG,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG
                    })
                    .allMatch(filter::shouldReplicateConfigProperty);
            assertThat(filter.shouldReplicateConfigProperty(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG))
                    .isFalse();
        }
    }

    @Test
    void positionsOfApplicationsAndOfSubscribersComeOver() {
        try (var filter = new DefaultGroupFilter()) {
            filter.configure(configuration);

            assertThat(filter.shouldReplicateGroup("budkavle-mailbox")).isTrue();
            assertThat(filter.shouldReplicateGroup("a-subscriber")).isTrue();
        }
    }
}
