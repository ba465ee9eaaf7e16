package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.RECIPIENT;
import static se.budkavle.router.decision.Fixtures.RECIPIENT_ORGANISATION;
import static se.budkavle.router.decision.Fixtures.address;
import static se.budkavle.router.decision.Fixtures.message;
import static se.budkavle.router.decision.Fixtures.subscription;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageKind;

/** What cannot be read or processed is set aside, and what comes after it goes its way. */
class PoisonTest {

    private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);
    private static final byte[] POISON = "no Avro at all".getBytes(StandardCharsets.UTF_8);

    private final RouterRig router = new RouterRig();

    static Topic<?>[] sources() {
        return new Topic<?>[] {
            Topics.MESSAGES_EXPRESS,
            Topics.MESSAGES_NORMAL,
            Topics.MESSAGES_BULK,
            Topics.REGISTRY_COMMANDS,
            Topics.DEAD_LETTER_COMMANDS,
            Topics.MESSAGE_EVENTS,
            Topics.EVENTS
        };
    }

    @BeforeEach
    void know() {
        router.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
    }

    @AfterEach
    void close() {
        router.close();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void undecodableBytesBecomeADeadLetterOfTheirTopicAndProcessingGoesOn(Topic<?> topic) {
        router.pipeBytes(topic.name(), KEY, POISON);
        router.send(message(RECIPIENT).build());

        assertThat(router.deadLetters(topic)).singleElement().satisfies(deadLetter -> {
            assertThat(deadLetter.value()).isEqualTo(POISON);
            assertThat(deadLetter.key()).isEqualTo(KEY);
            DeadLetter story = DeadLetter.from(deadLetter.headers());
            assertThat(story.reason()).isEqualTo(Reason.UNDECODABLE);
            assertThat(story.sourceTopic()).isEqualTo(topic.name());
        });
        assertThat(router.deliveries()).hasSize(1);
        assertThat(router.count("poison", "topic", topic.name())).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("sources")
    void aRecordWithoutAValueStopsNothing(Topic<?> topic) {
        router.pipeBytes(topic.name(), KEY, null);
        router.send(message(RECIPIENT).build());
        assertThat(router.deliveries()).hasSize(1);
    }

    @Test
    void aMessageWithoutAValueIsADeadLetter() {
        router.pipeBytes(Topics.MESSAGES_NORMAL.name(), KEY, null);
        assertThat(router.deadLetters(Topics.MESSAGES_NORMAL))
                .extracting(TestRecord::value)
                .containsExactly((byte[]) null);
    }

    @Test
    void aKindThatThisVersionDoesNotKnowIsADeadLetter() {
        router.send(message(RECIPIENT).setKind(MessageKind.UNKNOWN).build());
        router.send(message(RECIPIENT).build());

        assertThat(router.deadLetters(Topics.MESSAGES_NORMAL))
                .extracting(deadLetter -> DeadLetter.from(deadLetter.headers()).reason())
                .containsExactly(Reason.PROCESSING_FAILED);
        assertThat(router.deliveries()).hasSize(1);
    }

    @Test
    void neitherContentNorAReferenceIsADeadLetter() {
        Message message = message(RECIPIENT).setContent(null).build();
        router.send(message);
        assertThat(router.deadLetters(Topics.MESSAGES_NORMAL)).hasSize(1);
        assertThat(router.deliveries()).isEmpty();
    }

    @Test
    void poisonInARegistryIsSkippedAndTheEntryStays() {
        router.know(subscription("s1", RECIPIENT_ORGANISATION, "se.budkavle.message.available")
                .build());

        router.pipeBytes(Topics.ADDRESSES.name(), RECIPIENT.getBytes(StandardCharsets.UTF_8), POISON);
        router.pipeBytes(Topics.ADDRESSES.name(), null, POISON);
        router.pipeBytes(Topics.SUBSCRIPTIONS.name(), "s1".getBytes(StandardCharsets.UTF_8), POISON);
        router.pipeBytes(Topics.ORGANISATIONS.name(), RECIPIENT_ORGANISATION.getBytes(StandardCharsets.UTF_8), POISON);
        router.send(message(RECIPIENT).build());

        assertThat(router.deliveries()).hasSize(1);
        assertThat(router.notifications()).hasSize(1);
        assertThat(router.count("poison", "topic", "addresses")).isEqualTo(2);
        assertThat(router.count("poison", "topic", "subscriptions")).isEqualTo(1);
        assertThat(router.count("poison", "topic", "organisations")).isEqualTo(1);
    }

    @Test
    void aRemovedAddressIsUnknown() {
        router.pipe(Topics.ADDRESSES, RECIPIENT, null);
        router.send(message(RECIPIENT).build());
        assertThat(router.deliveries()).isEmpty();
        assertThat(router.gauge("parked", "lane", "normal")).isEqualTo(1);
    }
}
