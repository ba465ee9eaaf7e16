package se.budkavle.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.avro.Intake;
import se.budkavle.schemas.avro.Priority;

class StatedEnvelopeTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String ORGANISATION = "0203:agency.se";

    private static StatedEnvelope envelope(String body, Instant now) {
        return StatedEnvelope.of(
                JsonMessages.parse(body.getBytes(StandardCharsets.UTF_8), now).orRefuse(), ORGANISATION);
    }

    private static String message(String more) {
        return "{\"recipients\":[\"b:c\"],\"type\":\"urn:x:y\",\"contentType\":\"text/plain\",\"contentText\":\"hej\"%s}"
                .formatted(more);
    }

    /** Written by hand, so that whoever verifies can do the same with any tool. */
    @Test
    void theDigestIsThatOfTheCanonicalJson() {
        var canonical =
                "{\"contentDigest\":\"sha-256=:nEeL9j6VAMtdsehezoLxjI655S4vkTWs1/EJcsjVY7o=:\",\"contentType\":\"text/plain\","
                        + "\"label\":\"Räksmörgås\",\"organisation\":\"0203:agency.se\",\"recipients\":[\"b:c\"],\"type\":\"urn:x:y\"}";

        var digest = envelope(message(",\"label\":\"Räksmörgås\""), NOW).envelopeDigest();

        assertThat(digest).isEqualTo(Digests.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void orderSpaceNullsAndTimeOfDayDoNotMatter() {
        var one = envelope(message(",\"label\":\"x\",\"expiresAt\":\"2026-06-05T02:00:00+02:00\""), NOW);
        var other = envelope(
                "{ \"expiresAt\": \"2026-06-05T00:00:00Z\", \"contentText\":\"hej\", \"sender\": null, \"label\":\"\\u0078\","
                        + " \"contentType\":\"text/plain\", \"type\":\"urn:x:y\", \"recipients\":[\"B:C\"]}",
                NOW.plusSeconds(3600));

        assertThat(other.envelopeDigest()).isEqualTo(one.envelopeDigest());
        assertThat(other.requestDigest()).isEqualTo(one.requestDigest());
    }

    @Test
    void howItWasAskedForIsInTheRequestsDigestOnly() {
        var one = envelope(message(""), NOW);
        var other = envelope(message(",\"allOrNothing\":false"), NOW);

        assertThat(other.envelopeDigest()).isEqualTo(one.envelopeDigest());
        assertThat(other.requestDigest()).isNotEqualTo(one.requestDigest());
    }

    @Property(tries = 100)
    void anotherLabelIsAnotherEnvelope(
            @ForAll @StringLength(min = 1, max = 20) String one,
            @ForAll @StringLength(min = 1, max = 20) String other) {
        var first = HexFormat.of().formatHex(one.getBytes(StandardCharsets.UTF_8));
        var second = HexFormat.of().formatHex(other.getBytes(StandardCharsets.UTF_8));

        assertThat(java.util.Arrays.equals(
                        envelope(message(",\"label\":\"x" + first + "\""), NOW).envelopeDigest(),
                        envelope(message(",\"label\":\"x" + second + "\""), NOW).envelopeDigest()))
                .isEqualTo(first.equals(second));
    }

    /** With another's reader and writer, and every field: names in order, texts escaped as RFC 8785 has it. */
    @Property(tries = 300)
    void theDigestIsThatOfWhatTheLibraryMakesCanonical(@ForAll("texts") String one, @ForAll("texts") String other)
            throws IOException {
        var request = new MessageRequest(
                Intake.SDK_XML,
                null,
                List.of("b:c", one),
                true,
                "a:b",
                other,
                one,
                one + other,
                other + one,
                other,
                "0203:other.se",
                one,
                true,
                3,
                Priority.EXPRESS,
                NOW,
                NOW.plusMillis(1),
                one,
                new byte[] {1},
                null,
                other);
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("type", one)
                .put("sender", "a:b")
                .put("senderMessageId", other)
                .put("conversationId", one + other)
                .put("refToMessageId", other + one)
                .put("caseId", other)
                .put("onBehalfOf", "0203:other.se")
                .put("label", one)
                .put("confidentiality", true)
                .put("confidentialityLevel", 3)
                .put("priority", "EXPRESS")
                .put("notBefore", "2026-06-01T12:00:00Z")
                .put("expiresAt", "2026-06-01T12:00:00.001Z")
                .put("contentType", one)
                .put("senderSignature", other)
                .put("organisation", ORGANISATION)
                .put("contentDigest", Digests.contentDigest(ByteBuffer.wrap(Digests.sha256(new byte[] {1}))));
        json.putArray("recipients").add("b:c").add(one);

        assertThat(StatedEnvelope.of(request, ORGANISATION).envelopeDigest())
                .isEqualTo(Digests.sha256(new JsonCanonicalizer(json.toString()).getEncodedUTF8()));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "\u0000",
                        "\u001f",
                        "\"",
                        "\\",
                        "/",
                        "\b",
                        "\t",
                        "\n",
                        "\f",
                        "\r",
                        "\u007f",
                        "\u2028",
                        "å",
                        "\ud83d\ude00",
                        "x")
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }
}
