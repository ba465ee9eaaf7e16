package se.budkavle.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.Digests;

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
}
