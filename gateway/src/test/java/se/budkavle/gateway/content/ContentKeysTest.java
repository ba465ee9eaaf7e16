package se.budkavle.gateway.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.Encryption;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.content.ConfiguredKeyWrap;
import se.budkavle.schemas.content.ContentCipher;
import se.budkavle.schemas.content.ContentKeyReader;
import se.budkavle.schemas.content.KeyWrap;

class ContentKeysTest {

    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    private static final KeyWrap WRAP = new ConfiguredKeyWrap(Log.BOX, "old");

    private final KafkaSettings kafka = new KafkaSettings("localhost:1", "http://localhost:1", Map.of());
    private final Admin admin = Admin.create(kafka.clientProperties());
    private final ContentKeyReader reader =
            new ContentKeyReader(kafka, AvroSerdes.inMemory(), admin, Duration.ofMillis(1));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Log log = new Log();

    private ContentKeys keys(String sealWith) {
        var settings = settings(sealWith);
        var endings = new KeyEndings(reader.copy(), reader::catchUp, log, WRAP, settings, Clock.systemUTC());
        return new ContentKeys(settings, reader, log, WRAP, endings, threads);
    }

    private static AtRestSettings settings(String sealWith, String... retire) {
        return settings(sealWith, List.of(retire), Duration.ofDays(150), Duration.ofHours(1));
    }

    private static AtRestSettings settings(String sealWith, List<String> retire, Duration kept, Duration dayOver) {
        return new AtRestSettings(
                sealWith, retire, kept, 10, Duration.ofSeconds(1), Duration.ofMinutes(1), 100, dayOver);
    }

    @AfterEach
    void close() {
        threads.close();
        admin.close(Duration.ZERO);
    }

    private static Message message(Encryption encryption) {
        var digest = ByteBuffer.wrap(Digests.sha256(CONTENT));
        return Message.newBuilder()
                .setMessageId("m1")
                .setOrganisation("0203:a.se")
                .setSender("0203:a.se")
                .setRecipients(List.of("0203:b.se"))
                .setType("urn:x:y")
                .setConversationId("c")
                .setRequestDigest(digest)
                .setExpiresAt(Instant.EPOCH)
                .setAcceptedAt(Instant.parse("2026-11-29T23:59:59.999Z"))
                .setContent(ByteBuffer.wrap(CONTENT))
                .setContentInfo(ContentRef.newBuilder()
                        .setSize(CONTENT.length)
                        .setDigest(digest)
                        .setContentType("text/plain")
                        .setEncryption(encryption)
                        .build())
                .setEnvelopeDigest(digest)
                .build();
    }

    @ParameterizedTest
    @CsvSource({"NONE, AT_REST", "JWE, JWE_AT_REST"})
    void contentIsEncryptedAndAllElseOfTheMessageStays(Encryption before, Encryption after) throws Exception {
        var encrypted = keys("old").seal(message(before)).orElseThrow();

        var info = encrypted.getContentInfo();
        var keyId = Objects.requireNonNull(info.getKeyId());
        assertThat(keyId)
                .startsWith("2026-11-29.")
                .isEqualTo(log.written.getFirst().keyId());
        assertThat(info)
                .isEqualTo(ContentRef.newBuilder(message(after).getContentInfo())
                        .setKeyId(keyId)
                        .build());
        var wrapped = Objects.requireNonNull(
                Objects.requireNonNull(log.copy.key(keyId)).wrapped());
        var key = ContentCipher.key(WRAP.unwrap(keyId, wrapped));
        var content = Objects.requireNonNull(encrypted.getContent());
        assertThat(content).isNotEqualTo(ByteBuffer.wrap(CONTENT));
        assertThat(ContentCipher.open(key, new ContentCipher.Binding(keyId, "0203:a.se", "m1"), content))
                .isEqualTo(ByteBuffer.wrap(CONTENT));
        assertThat(encrypted)
                .isEqualTo(Message.newBuilder(message(after))
                        .setContent(content)
                        .setContentInfo(info)
                        .build());
    }

    @Test
    void withoutAConfirmedKeyNothingIsSealed() {
        log.isAway = true;

        assertThat(keys("old").seal(message(Encryption.NONE))).isEmpty();
    }

    @Test
    void withoutAKeyInConfigurationContentStaysAsItIs() {
        assertThat(keys("").seal(message(Encryption.NONE))).hasValue(message(Encryption.NONE));
        assertThat(log.written).isEmpty();
    }

    @Test
    void withoutContentNoKeyIsNeeded() {
        var message =
                Message.newBuilder(message(Encryption.NONE)).setContent(null).build();

        assertThat(keys("old").seal(message)).hasValue(message);
        assertThat(log.written).isEmpty();
    }

    @Test
    void settingsThatWouldLoseContentAreRefused() {
        assertThatThrownBy(() -> settings("k", List.of(), Duration.ofDays(119), Duration.ofHours(1)))
                .hasMessageContaining("budkavle.gateway.at-rest.kept");
        assertThatThrownBy(() -> settings("k", List.of(), Duration.ofDays(150), Duration.ofSeconds(59)))
                .hasMessageContaining("budkavle.gateway.at-rest.day-over");
        assertThatThrownBy(() -> settings("k", "k")).hasMessageContaining("budkavle.gateway.at-rest.retire");
    }
}
