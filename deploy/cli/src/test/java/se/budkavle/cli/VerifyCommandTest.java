package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import se.budkavle.local.ReceiptKeyFile;
import se.budkavle.notifier.evidence.ReceiptKeys;
import se.budkavle.notifier.evidence.ReceiptSettings;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.ReceiptClaims;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

/** Receipts in a file, signed as the notifier signs them: whatever is done to one of them shows, and is called by its name. */
class VerifyCommandTest {

    private static final byte[] CONTENT = "Hej".getBytes(StandardCharsets.UTF_8);
    private static final int LENGTH = 4;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private ReceiptKeys keys;
    private ArrayNode items;

    @BeforeEach
    void aMessagesReceipts() throws IOException {
        keys = newKeys("signing.jwk");
        items = Api.JSON.createArrayNode();
        add(null, MessageEventType.ACCEPTED, null);
        ReceiptClaims before = null;
        for (var type :
                List.of(MessageEventType.AVAILABLE, MessageEventType.RETRIEVED, MessageEventType.ACKNOWLEDGED)) {
            before = add("one", type, before);
        }
        Files.writeString(
                directory.resolve("jwks.json"), Api.JSON.writeValueAsString(Map.of("keys", keys.published())));
        Files.write(directory.resolve("content"), CONTENT);
    }

    static IntStream each() {
        return IntStream.range(0, LENGTH);
    }

    @Test
    void whatIsWholeHolds() throws IOException {
        assertThat(verify("--content", directory.resolve("content").toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines())
                .hasSize(1 + LENGTH)
                .filteredOn(line -> line.endsWith("holds"))
                .hasSize(LENGTH);
    }

    @Test
    void asJsonItSaysTheSame() throws IOException {
        items.remove(2);

        assertThat(verify("--output", "json")).isEqualTo(1);

        var answer = Api.JSON.readTree(out.toString());
        assertThat(answer.path("holds").asBoolean(true)).isFalse();
        assertThat(answer.path("items").get(2).path("verdict").asText()).isEqualTo("MISSING");
    }

    @ParameterizedTest
    @MethodSource("each")
    void aChangedSignatureDoesNotHold(int index) throws IOException {
        var random = new Random(index);
        var item = (ObjectNode) items.get(index);
        String jws = item.path("jws").asText();
        // Not the last character: some of its bits are not read.
        int at = random.nextInt(jws.length() - 1);
        char other = jws.charAt(at) == 'A' ? 'B' : 'A';
        item.put("jws", jws.substring(0, at) + other + jws.substring(at + 1));

        assertThat(verify()).isEqualTo(1);
        assertThat(verdict(index)).containsAnyOf("ALTERED", "UNREADABLE", "UNKNOWN_KEY");
    }

    @ParameterizedTest
    @MethodSource("each")
    void whatIsShownMustBeWhatWasSigned(int index) throws IOException {
        ((ObjectNode) items.get(index).path("receipt")).put("jti", "another");

        assertThat(verify()).isEqualTo(1);
        assertThat(verdict(index)).isEqualTo("ALTERED");
    }

    @ParameterizedTest
    @MethodSource("each")
    void theDigestShownMustBeItsOwn(int index) throws IOException {
        ((ObjectNode) items.get(index)).put("digest", "sha-256=:AAAA:");

        assertThat(verify()).isEqualTo(1);
        assertThat(verdict(index)).isEqualTo("ALTERED");
    }

    @ParameterizedTest
    @MethodSource("each")
    void whatIsNotSignedSaysSo(int index) throws IOException {
        ((ObjectNode) items.get(index)).putNull("jws");

        assertThat(verify()).isEqualTo(1);
        assertThat(verdict(index)).isEqualTo("UNSIGNED");
    }

    @ParameterizedTest
    @MethodSource("each")
    void whatAnotherKeySignedSaysSo(int index) throws IOException {
        var claims =
                ReceiptClaims.parse(ReceiptClaims.canonical(items.get(index).path("receipt")));
        ((ObjectNode) items.get(index)).put("jws", newKeys("another.jwk").sign(claims));

        assertThat(verify()).isEqualTo(1);
        assertThat(verdict(index)).isEqualTo("UNKNOWN_KEY");
    }

    @Test
    void whatIsMissingReorderedOrForeignSaysSo() throws IOException {
        var whole = items.deepCopy();
        items.remove(1);
        assertThat(verify()).isEqualTo(1);
        assertThat(verdict(1)).isEqualTo("MISSING");

        items = whole.deepCopy();
        items.insert(1, items.remove(3));
        assertThat(verify()).isEqualTo(1);
        assertThat(verdict(1)).isEqualTo("REORDERED");

        items = whole.deepCopy();
        items.add(item(ReceiptClaims.of(step("n", "one", MessageEventType.AVAILABLE), "test", null)));
        assertThat(verify()).isEqualTo(1);
        assertThat(verdict(LENGTH)).isEqualTo("FOREIGN");
    }

    @Test
    void otherContentIsNotWhatTheyTellOf() throws IOException {
        Files.writeString(directory.resolve("content"), "Hej då");

        assertThat(verify("--content", directory.resolve("content").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("No receipt tells of that content.");
        assertThat(verdict(0)).isEqualTo("OTHER_CONTENT");
    }

    @Test
    void aFileNeedsKeysAndReceipts() throws IOException {
        var file = Files.writeString(directory.resolve("none.json"), "{\"items\": []}");

        assertThat(run("verify", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--keys");
        assertThat(run(
                        "verify",
                        file.toString(),
                        "--keys",
                        directory.resolve("jwks.json").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("holds no receipts");
    }

    @Test
    void aKeyThatSignsIsMadeHere() throws IOException {
        var file = directory.resolve("made.jwk");

        assertThat(run("new-key", "--sign", file.toString())).isZero();

        assertThat(new ReceiptKeys(new ReceiptSettings("test", file, null, 1, 10)).published())
                .singleElement()
                .isEqualTo(Api.JSON.readValue(out.toString(), Map.class));
    }

    private String verdict(int index) {
        var line = out.toString().lines().skip(1L + index).findFirst().orElseThrow();
        return line.substring(line.lastIndexOf("  ") + 2);
    }

    private int verify(String... more) throws IOException {
        out.getBuffer().setLength(0);
        var file = Files.writeString(
                directory.resolve("receipts.json"),
                Api.JSON.createObjectNode().<JsonNode>set("items", items).toString());
        var arguments = new ArrayList<>(List.of(
                "verify",
                file.toString(),
                "--keys",
                directory.resolve("jwks.json").toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return Budkavle.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private ReceiptKeys newKeys(String name) throws IOException {
        var file = Files.writeString(
                directory.resolve(name), ReceiptKeyFile.newKey().toJSONString());
        return new ReceiptKeys(new ReceiptSettings("test", file, null, 1, 10));
    }

    private ReceiptClaims add(@Nullable String recipient, MessageEventType type, @Nullable ReceiptClaims before)
            throws IOException {
        var claims = ReceiptClaims.of(step("m", recipient, type), "test", before);
        items.add(item(claims));
        return claims;
    }

    private ObjectNode item(ReceiptClaims claims) throws IOException {
        var item = Api.JSON.createObjectNode();
        item.set("receipt", Api.JSON.readTree(claims.json()));
        return item.put("digest", claims.digest()).put("jws", keys.sign(claims));
    }

    private static MessageEvent step(String messageId, @Nullable String recipient, MessageEventType type) {
        return MessageEvent.newBuilder()
                .setEventId(messageId + recipient + type)
                .setMessageId(messageId)
                .setConversationId("c")
                .setType(type)
                .setStatusAfter(MessageStatus.UNKNOWN)
                .setAt(Instant.parse("2026-05-01T12:00:00Z"))
                .setOrganisation("0203:a.se")
                .setAudience(List.of("0203:a.se"))
                .setRecipient(recipient)
                .setDeliveryId(recipient == null ? null : "d-" + recipient)
                .setContentDigest(ByteBuffer.wrap(Digests.sha256(CONTENT)))
                .build();
    }
}
