package se.budkavle.notifier.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.crypto.SecretKey;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.SecretBox;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ContentKey;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.Encryption;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.content.ConfiguredKeyWrap;
import se.budkavle.schemas.content.ContentCipher;
import se.budkavle.schemas.content.ContentKeyReader;
import se.budkavle.schemas.content.StoredKey;

/** What lies in the log, opened, or not. */
class ContentReaderTest {

    private static final ByteBuffer CONTENT = ByteBuffer.wrap("content".getBytes(StandardCharsets.UTF_8));
    private static final String KEY = StoredKey.idOf(LocalDate.of(2026, 11, 29), "a");
    private static final String OTHER_KEY = StoredKey.idOf(LocalDate.of(2026, 11, 29), "b");
    private static final ConfiguredKeyWrap WRAP =
            new ConfiguredKeyWrap(SecretBox.of(Map.of("k1", Base64.getEncoder().encodeToString(new byte[32]))), "k1");

    private final AvroSerdes serdes = AvroSerdes.inMemory();
    private final KafkaSettings kafka = new KafkaSettings("localhost:1", "http://localhost:1", Map.of());
    private final ContentSettings settings = new ContentSettings(1, Duration.ofMillis(1), 10, 1);
    private final Admin admin = Admin.create(kafka.clientProperties());
    private final ContentKeyReader keys = new ContentKeyReader(kafka, serdes, admin, Duration.ofMillis(1));
    private final ContentKeysHere here = new ContentKeysHere(keys, WRAP, settings);
    private final SecretKey key = ContentCipher.newKey();

    @BeforeEach
    void keysAreThere() throws Exception {
        for (String id : List.of(KEY, OTHER_KEY)) {
            keys.copy().put(id, stored(id, key, "k1"));
        }
    }

    @AfterEach
    void close() {
        admin.close(Duration.ZERO);
    }

    private static ContentKey stored(String id, SecretKey key, String wrappedWith) throws Exception {
        return ContentKey.newBuilder()
                .setKeyId(id)
                .setOrganisation("0203:a.se")
                .setWrapped(ByteBuffer.wrap(WRAP.wrap(id, key.getEncoded()).bytes()))
                .setWrappedWith(wrappedWith)
                .build();
    }

    private Message message(Encryption encryption) throws Exception {
        ByteBuffer digest = ByteBuffer.wrap(Digests.sha256(CONTENT));
        boolean atRest = encryption == Encryption.AT_REST || encryption == Encryption.JWE_AT_REST;
        return Message.newBuilder()
                .setMessageId("m1")
                .setOrganisation("0203:a.se")
                .setSender("0203:a.se")
                .setRecipients(List.of("0203:b.se"))
                .setType("urn:x:y")
                .setConversationId("c")
                .setRequestDigest(digest)
                .setExpiresAt(Instant.EPOCH)
                .setAcceptedAt(Instant.EPOCH)
                .setContent(
                        atRest
                                ? ContentCipher.seal(key, new ContentCipher.Binding(KEY, "0203:a.se", "m1"), CONTENT)
                                : CONTENT)
                .setContentInfo(ContentRef.newBuilder()
                        .setTopic("messages.normal")
                        .setPartition(0)
                        .setOffset(0L)
                        .setSize(CONTENT.remaining())
                        .setDigest(digest)
                        .setContentType("text/plain")
                        .setEncryption(encryption)
                        .setKeyId(atRest ? KEY : null)
                        .build())
                .setEnvelopeDigest(digest)
                .build();
    }

    /** Reads with the reference that was given when the message was accepted, whatever lies in the log now. */
    private Fetched<ByteBuffer> read(Message lying) throws Exception {
        ContentRef reference = message(Encryption.AT_REST).getContentInfo();
        byte[] bytes = serdes.value(Topics.MESSAGES_NORMAL).serializer().serialize("messages.normal", lying);
        var log = new RecordReader(kafka, settings) {
            @Override
            public <T> Fetched<T> read(
                    TopicPartition place,
                    long offset,
                    @Nullable Instant timestamp,
                    Function<ConsumerRecord<byte[], byte[]>, @Nullable T> pick) {
                T picked = pick.apply(new ConsumerRecord<>(place.topic(), 0, offset, new byte[0], bytes));
                return picked == null ? new Fetched.Missing<>() : new Fetched.Found<>(picked);
            }
        };
        return new ContentReader(log, here, serdes).content(reference, "m1");
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "JWE", "AT_REST", "JWE_AT_REST"})
    void contentComesOutAsItWentIn(Encryption encryption) throws Exception {
        assertThat(read(message(encryption))).isEqualTo(new Fetched.Found<>(CONTENT));
        // From memory too.
        assertThat(read(message(encryption))).isEqualTo(new Fetched.Found<>(CONTENT));
    }

    static List<Arguments> changes() {
        return List.of(
                change("a bit of the content", message -> message.setContent(flipped(message.getContent()))),
                change("another organisation", message -> message.setOrganisation("0203:b.se")),
                change("another message's id", message -> message.setMessageId("m2")),
                changedInfo("another key", info -> info.setKeyId(OTHER_KEY)),
                changedInfo("no key", info -> info.setKeyId(null)),
                changedInfo("not the id of a key", info -> info.setKeyId("x")),
                changedInfo("said to be plain", info -> info.setEncryption(Encryption.NONE)),
                changedInfo("another digest", info -> info.setDigest(ByteBuffer.allocate(32))),
                change("nothing", message -> message.setContent(ByteBuffer.allocate(0))),
                change("no content", message -> message.setContent(null)));
    }

    private static Arguments change(String what, UnaryOperator<Message.Builder> how) {
        return Arguments.of(what, how);
    }

    private static Arguments changedInfo(String what, UnaryOperator<ContentRef.Builder> how) {
        return change(
                what,
                message -> message.setContentInfo(how.apply(ContentRef.newBuilder(message.getContentInfo()))
                        .build()));
    }

    private static ByteBuffer flipped(ByteBuffer content) {
        content.put(20, (byte) (content.get(20) ^ 1));
        return content;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void whatWasChangedIsNotThere(String what, UnaryOperator<Message.Builder> how) throws Exception {
        Message changed =
                how.apply(Message.newBuilder(message(Encryption.AT_REST))).build();

        assertThat(read(changed)).isInstanceOf(Fetched.Missing.class);
    }

    @Test
    void whatWasSealedForAnotherContentsDigestIsNotThere() throws Exception {
        ByteBuffer other = ContentCipher.seal(
                key, new ContentCipher.Binding(KEY, "0203:a.se", "m1"), ByteBuffer.wrap(new byte[] {1}));

        assertThat(read(Message.newBuilder(message(Encryption.AT_REST))
                        .setContent(other)
                        .build()))
                .isInstanceOf(Fetched.Missing.class);
    }

    @Test
    void ofADestroyedKeyNothingIsLeftInMemoryEither() throws Exception {
        ContentRef reference = message(Encryption.AT_REST).getContentInfo();
        assertThat(read(message(Encryption.AT_REST))).isInstanceOf(Fetched.Found.class);
        assertThat(here.isDestroyed(reference)).isFalse();

        keys.copy()
                .put(
                        KEY,
                        ContentKey.newBuilder(stored(KEY, key, ""))
                                .setWrapped(null)
                                .setDestroyedAt(Instant.EPOCH)
                                .build());

        assertThat(read(message(Encryption.AT_REST))).isInstanceOf(Fetched.Missing.class);
        assertThat(here.isDestroyed(reference)).isTrue();
    }

    @Test
    void aKeyThatIsNotKnownYetIsNotSaidToBeGone() throws Exception {
        // Nobody has read the topic to its end.
        keys.copy().put(KEY, null);

        assertThat(read(message(Encryption.AT_REST))).isInstanceOf(Fetched.Unavailable.class);
    }

    @Test
    void contentWhoseKeyNobodyHereCanUnwrapIsNotSaidToBeGone() throws Exception {
        keys.copy().put(KEY, stored(KEY, key, "k2"));

        assertThat(read(message(Encryption.AT_REST))).isInstanceOf(Fetched.Unavailable.class);
    }
}
