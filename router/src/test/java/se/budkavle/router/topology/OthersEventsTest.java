package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.Producer;

class OthersEventsTest {

    private static final byte[] NO_EVENT = "no event".getBytes(StandardCharsets.UTF_8);

    private final Serde<MessageEvent> serde = AvroSerdes.inMemory().state(MessageEvent.class);
    private final OthersEvents others = new OthersEvents(serde.deserializer());

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ROUTER")
    void theyAreRead(Producer producer) {
        MessageEvent event = event(producer);

        assertThat(others.deserialize("t", OutgoingHeaders.of(event, null), bytes(event)))
                .isEqualTo(event);
    }

    @Test
    void theRoutersOwnAreNotEvenLookedAt() {
        Headers headers = OutgoingHeaders.of(event(Producer.ROUTER), null);

        assertThat(others.deserialize("t", headers, NO_EVENT)).isNull();
    }

    @Test
    void whatAnEarlierRouterWroteIsReadAndLeftOut() {
        assertThat(others.deserialize("t", OutgoingHeaders.none(), bytes(event(Producer.ROUTER))))
                .isNull();
    }

    @Test
    void whatCannotBeReadIsPoison() {
        assertThatThrownBy(() -> others.deserialize("t", OutgoingHeaders.none(), NO_EVENT))
                .isInstanceOf(SerializationException.class);
    }

    private byte[] bytes(MessageEvent event) {
        return serde.serializer().serialize("t", event);
    }

    private static MessageEvent event(Producer producer) {
        return MessageEvent.newBuilder()
                .setEventId("e")
                .setType(MessageEventType.AVAILABLE)
                .setMessageId("m")
                .setConversationId("c")
                .setOrganisation("o")
                .setAt(Instant.EPOCH)
                .setProducer(producer)
                .build();
    }
}
