package se.budkavle.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Samples;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Message;

class AvroSerdeTest {

    private static final String TOPIC = "messages.normal";

    private final Serde<Message> serde = AvroSerdes.inMemory().value(Topics.MESSAGES_NORMAL);

    @Test
    void whatIsWrittenIsReadInConfluentsWireFormat() {
        Message message = Samples.message();

        byte[] bytes = serde.serializer().serialize(TOPIC, message);

        assertThat(bytes[0]).isZero();
        assertThat(ByteBuffer.wrap(bytes).getInt(1)).isEqualTo(1);
        assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(message);
    }

    @Test
    void aTombstoneStaysOne() {
        assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
        assertThat(serde.deserializer().deserialize(TOPIC, null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\u0000", "text, not Avro", "\u0000\u0000\u0000\u0000\u0001", "\u0000\u0000\u0000\u0000cx"})
    void poisonIsASerializationException(String bytes) {
        byte[] poison = bytes.getBytes(StandardCharsets.UTF_8);
        assertThat(serde.serializer().serialize(TOPIC, Samples.message())).isNotEmpty();

        assertThatThrownBy(() -> serde.deserializer().deserialize(TOPIC, poison))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void truncatedAndEndlessValuesArePoisonAndQuoteNoContent() {
        byte[] bytes = serde.serializer().serialize(TOPIC, Samples.message());
        byte[] endless = bytes.clone();
        // The first string's length: as large as a varint goes.
        java.util.Arrays.fill(endless, 6, 15, (byte) 0xFF);

        for (byte[] poison : new byte[][] {java.util.Arrays.copyOf(bytes, bytes.length - 4), endless}) {
            assertThatThrownBy(() -> serde.deserializer().deserialize(TOPIC, poison))
                    .isInstanceOf(SerializationException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain(Samples.CANARY);
        }
    }

    @Test
    void anotherTypeThanTheTopicsIsPoison() {
        AvroSerdes serdes = AvroSerdes.inMemory();
        byte[] message = serdes.value(Topics.MESSAGES_NORMAL).serializer().serialize(TOPIC, Samples.message());

        assertThatThrownBy(() -> serdes.value(Topics.ADDRESSES).deserializer().deserialize("addresses", message))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Message");
    }

    @Test
    void theRegistryIsAskedOncePerSchema() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = registry(exchange -> {
            asked.incrementAndGet();
            byte[] answer = "{\"id\": 77}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        try {
            Serde<Message> overHttp = AvroSerdes.of(new KafkaSettings("unused:1", url(server), Map.of()))
                    .value(Topics.MESSAGES_NORMAL);

            byte[] bytes = overHttp.serializer().serialize(TOPIC, Samples.message());
            byte[] again = overHttp.serializer().serialize(TOPIC, Samples.message());

            assertThat(ByteBuffer.wrap(bytes).getInt(1)).isEqualTo(77);
            assertThat(again).isEqualTo(bytes);
            assertThat(overHttp.deserializer().deserialize(TOPIC, bytes)).isEqualTo(Samples.message());
            assertThat(asked).hasValue(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anIdIsLookedUpByItsNumber() throws IOException {
        Schema schema = Message.getClassSchema();
        byte[] answer = new ObjectMapper().writeValueAsBytes(Map.of("schema", schema.toString()));
        HttpServer server = registry(exchange -> {
            exchange.sendResponseHeaders(
                    "/schemas/ids/5".equals(exchange.getRequestURI().getPath()) ? 200 : 404, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        try {
            HttpSchemaRegistry registry = HttpSchemaRegistry.at(url(server));

            assertThat(registry.byId(5)).isEqualTo(schema);
            assertThatThrownBy(() -> registry.byId(6))
                    .isInstanceOf(SerializationException.class)
                    .isNotInstanceOf(RegistryUnavailableException.class);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aRegistryThatIsAwayIsNoFaultOfTheRecord() throws IOException {
        HttpServer server = registry(exchange -> {});
        String gone = url(server);
        server.stop(0);

        assertThatThrownBy(() -> HttpSchemaRegistry.at(gone).byId(1)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void twoServicesThatSetTheSameRuleAtOnceBothSucceed() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = registry(exchange -> {
            byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(asked.incrementAndGet() == 1 ? 409 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        try {
            HttpSchemaRegistry.at(url(server)).keepCompatible("raced-value");

            assertThat(asked).hasValue(2);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anIncompatibleSchemaIsNotTriedAgain() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = registry(exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(409, -1);
            exchange.close();
        });
        try {
            HttpSchemaRegistry registry = HttpSchemaRegistry.at(url(server));

            assertThatThrownBy(() -> registry.register("taken-value", Message.getClassSchema()))
                    .isInstanceOf(SerializationException.class);
            assertThat(asked).hasValue(1);
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer registry(com.sun.net.httpserver.HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
