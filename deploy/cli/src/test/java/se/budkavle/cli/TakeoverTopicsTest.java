package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;

/** Every topic was thought of: a new one fails here until somebody has said what a takeover does with it. */
class TakeoverTopicsTest {

    /** State, cursors or ids hold offsets of these. */
    private static final List<Topic<?>> MOVED_ON = List.of(
            Topics.REGISTRY_COMMANDS,
            Topics.DEAD_LETTER_COMMANDS,
            Topics.COMMAND_RESULTS,
            Topics.MESSAGES_EXPRESS,
            Topics.MESSAGES_NORMAL,
            Topics.MESSAGES_BULK,
            Topics.DELIVERIES,
            Topics.MAILBOX_COMMANDS,
            Topics.MESSAGE_EVENTS,
            Topics.EVENTS,
            Topics.NOTIFICATIONS,
            Topics.DELIVERY_ATTEMPTS,
            Topics.DEAD_LETTER_RESOLUTIONS,
            Topics.REPLAY_COMMANDS,
            Topics.REPLAY_JOBS,
            Topics.AUDIT,
            Topics.AUDIT_LOG);

    /** Of these the last record of each key counts, and is read from the beginning by everybody. */
    private static final List<Topic<?>> AS_THEY_CAME = List.of(
            Topics.ADDRESSES,
            Topics.SUBSCRIPTIONS,
            Topics.ORGANISATIONS,
            Topics.EVENT_TYPES,
            Topics.CONTENT_KEYS,
            Topics.BALANCES);

    @Test
    void everyTopicWasThoughtOf() {
        List<Topic<?>> all = new ArrayList<>(MOVED_ON);
        all.addAll(AS_THEY_CAME);

        assertThat(Topics.all()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void whatIsKnownByItsOffsetIsMovedOnAndSoAreDeadLetters() {
        assertThat(TakeoverTopics.movedOn())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                MOVED_ON.stream().map(Topic::name),
                                Topics.withDeadLetters().stream().map(Topic::deadLetters))
                        .toList());
    }

    @Test
    void allMustHaveComeOverButAnswersForWhichNobodyWaits() {
        assertThat(TakeoverTopics.missing(Set.of(), Set.of()))
                .hasSize(Topics.all().size() - 1 + Topics.withDeadLetters().size())
                .contains(Topics.CONTENT_KEYS.name(), Topics.AUDIT.deadLetters())
                .doesNotContain(Topics.COMMAND_RESULTS.name());
    }

    @Test
    void whatTheOtherSiteNeverHadIsNotMissed() {
        assertThat(TakeoverTopics.missing(
                        Topics.all().stream().map(Topic::name).toList(),
                        Topics.withDeadLetters().stream()
                                .map(Topic::deadLetters)
                                .toList()))
                .isEmpty();
    }

    @Test
    void brokersStampTheLanes() {
        assertThat(TakeoverTopics.stamped())
                .containsExactlyInAnyOrder(
                        Topics.MESSAGES_EXPRESS.name(), Topics.MESSAGES_NORMAL.name(), Topics.MESSAGES_BULK.name());
    }
}
