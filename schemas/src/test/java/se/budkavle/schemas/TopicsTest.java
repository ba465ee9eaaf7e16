package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import se.budkavle.schemas.avro.Priority;

class TopicsTest {

    @Test
    void namesAreSpelledOnce() {
        assertThat(Topics.all()).extracting(Topic::name).doesNotHaveDuplicates();
    }

    @Test
    void whatIsReadTogetherIsCutAlike() {
        assertThat(Topics.DELIVERIES.partitions()).isEqualTo(Topics.MAILBOX_COMMANDS.partitions());
    }

    @Test
    void everyPriorityHasItsLane() {
        assertThat(Topics.messages(Priority.EXPRESS).name()).isEqualTo("messages.express");
        assertThat(Topics.messages(Priority.NORMAL).name()).isEqualTo("messages.normal");
        assertThat(Topics.messages(Priority.BULK).name()).isEqualTo("messages.bulk");
        assertThatThrownBy(() -> Topics.messages(Priority.UNKNOWN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acceptedMessagesAreStampedByTheBroker() {
        assertThat(Topics.MESSAGES_NORMAL.settings())
                .containsEntry("message.timestamp.type", "LogAppendTime")
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("max.message.bytes", "2097152");
        assertThat(Topics.ADDRESSES.settings())
                .containsEntry("cleanup.policy", "compact")
                .doesNotContainKey("message.timestamp.type");
    }

    @Test
    void whatAContentKeyWasBeforeItWasDestroyedIsGoneFromDisksWithinADay() {
        assertThat(Topics.CONTENT_KEYS.settings())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("max.compaction.lag.ms", "86400000");
    }

    @Test
    void aSubscribersTopicIsNamedAfterItsSubscription() {
        assertThat(Topics.notificationsOf("s1")).isEqualTo("notifications.s1");
    }
}
