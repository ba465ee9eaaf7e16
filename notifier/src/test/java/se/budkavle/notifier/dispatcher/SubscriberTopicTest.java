package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.schemas.TopicOptions;

class SubscriberTopicTest {

    private static final SubscriberTopic TOPIC =
            SubscriberTopic.of(Samples.subscription("s1").setPrincipal("User:a").build(), 3);

    @Test
    void takesTheSubscriptionsPartitionsBeforeTheInstallations() {
        assertThat(TOPIC.partitions()).isEqualTo(3);
        assertThat(SubscriberTopic.of(
                                Samples.subscription("s1").setTopicPartitions(7).build(), 3)
                        .partitions())
                .isEqualTo(7);
    }

    @Test
    void isCreatedWithItsRetentionAndAsManyCopiesAsTheOthers() {
        NewTopic topic = TOPIC.toCreate(new TopicOptions(true, 3, null), Duration.ofDays(90));

        assertThat(topic.name()).isEqualTo("notifications.s1");
        assertThat(topic.numPartitions()).isEqualTo(3);
        assertThat(topic.replicationFactor()).isEqualTo((short) 3);
        assertThat(topic.configs())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "7776000000")
                .containsEntry("max.message.bytes", "3145728")
                .containsEntry("min.insync.replicas", "2");
    }

    @Test
    void aSingleBrokerIsEnoughForASingleCopy() {
        assertThat(TOPIC.toCreate(new TopicOptions(true, 1, null), Duration.ofDays(1))
                        .configs())
                .containsEntry("min.insync.replicas", "1");
    }

    @Test
    void givesItsPrincipalTheTopicAndGroupsOfItsOwnAndNothingElse() {
        assertThat(TOPIC.access())
                .extracting(AclBinding::toString)
                .containsExactly(
                        "(pattern=ResourcePattern(resourceType=TOPIC, name=notifications.s1, patternType=LITERAL), "
                                + "entry=(principal=User:a, host=*, operation=READ, permissionType=ALLOW))",
                        "(pattern=ResourcePattern(resourceType=TOPIC, name=notifications.s1, patternType=LITERAL), "
                                + "entry=(principal=User:a, host=*, operation=DESCRIBE, permissionType=ALLOW))",
                        "(pattern=ResourcePattern(resourceType=GROUP, name=s1, patternType=PREFIXED), "
                                + "entry=(principal=User:a, host=*, operation=READ, permissionType=ALLOW))");
    }

    @Test
    void withoutAPrincipalNobodyIsGivenAccess() {
        assertThat(SubscriberTopic.of(Samples.subscription("s1").build(), 3).access())
                .isEmpty();
    }

    @Test
    void takesBackWhatItGaveToAFormerPrincipalAndNothingElse() {
        SubscriberTopic former = new SubscriberTopic("s1", "User:former", 3, 1);
        SubscriberTopic another = new SubscriberTopic("s2", "User:former", 3, 1);

        assertThat(former.access()).allMatch(TOPIC::isOfFormerPrincipal);
        assertThat(TOPIC.access()).noneMatch(TOPIC::isOfFormerPrincipal);
        assertThat(another.access()).noneMatch(TOPIC::isOfFormerPrincipal);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 'partitions must be 1 to 1000, not 0'",
        "1, 0, 1, 'retention must be positive, not PT0S'",
        "1, 1, 0, 'remembered must be at least 1, not 0'",
    })
    void namesTheKeyAndTheValueThatAreWrong(int partitions, int days, int remembered, String sentence) {
        assertThatThrownBy(() -> new SubscriberTopicSettings(partitions, Duration.ofDays(days), remembered))
                .hasMessage("budkavle.notifier.dispatcher.topics." + sentence);
    }
}
