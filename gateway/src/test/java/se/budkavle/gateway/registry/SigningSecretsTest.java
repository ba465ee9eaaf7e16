package se.budkavle.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.RefusedException;
import se.budkavle.schemas.SecretBox;
import se.budkavle.schemas.avro.SigningSecret;

class SigningSecretsTest {

    private static final String ID = "0198a1c0-0000-7000-8000-000000000001";
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final SecretBox box = SecretBox.of(Map.of("k1", Base64.getEncoder().encodeToString(new byte[32])));
    private final SigningSecrets secrets = new SigningSecrets(box, settings("k1"));

    private static SubscriptionSettings settings(String sealWith) {
        return new SubscriptionSettings(10, sealWith, DAY, Duration.ofDays(7), DAY);
    }

    private String opened(SigningSecret secret) throws Exception {
        var sealed = new byte[secret.getCiphertext().remaining()];
        secret.getCiphertext().duplicate().get(sealed);
        return new String(box.open("k1", ID, sealed), StandardCharsets.US_ASCII);
    }

    @Test
    void aSharedSecretIsStoredSealedForItsSubscription() throws Exception {
        var made = secrets.make(SignatureAlgorithm.HMAC_SHA256, ID);

        assertThat(made.told()).startsWith("whsec_").isEqualTo(opened(made.stored()));
        assertThat(new String(made.stored().getCiphertext().array(), StandardCharsets.ISO_8859_1))
                .doesNotContain("whsec_");
        assertThat(made.toString()).doesNotContain("whsec_");
    }

    @Test
    void ofAKeyPairThePublicKeyIsToldAndVerifiesWhatTheOtherSigns() throws Exception {
        var made = secrets.make(SignatureAlgorithm.ED25519, ID);

        var seed = Base64.getDecoder().decode(opened(made.stored()).substring("whsk_".length()));
        var published = Base64.getDecoder()
                .decode(SigningSecrets.publicKey(made.stored()).substring("whpk_".length()));
        var factory = KeyFactory.getInstance("Ed25519");
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(
                factory.generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(seed, 32))));
        signature.update(new byte[] {1});
        var signed = signature.sign();
        var encoded = new byte[44];
        System.arraycopy(HexFormat.of().parseHex("302a300506032b6570032100"), 0, encoded, 0, 12);
        System.arraycopy(published, 0, encoded, 12, 32);
        signature.initVerify(factory.generatePublic(new X509EncodedKeySpec(encoded)));
        signature.update(new byte[] {1});
        assertThat(signature.verify(signed)).isTrue();
        assertThat(made.told()).isNull();
    }

    @Test
    void withoutAKeyNothingIsMade() {
        var unable = new SigningSecrets(box, settings(""));

        assertThatThrownBy(() -> unable.make(SignatureAlgorithm.HMAC_SHA256, ID))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(ProblemCode.NOT_CONFIGURED));
    }

    @Test
    void aKeyThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> new SigningSecrets(box, settings("k2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seal-with");
    }

    private static SigningSecret secret(String id, Instant expiresAt) {
        return SigningSecret.newBuilder()
                .setId(id)
                .setAlgorithm("HMAC-SHA256")
                .setCiphertext(java.nio.ByteBuffer.wrap(new byte[1]))
                .setExpiresAt(expiresAt)
                .build();
    }

    @Test
    void aFormerSecretSignsUntilTheOverlapIsOver() {
        var before = List.of(
                secret("current", null),
                secret("soon", NOW.plusSeconds(60)),
                secret("later", NOW.plus(Duration.ofDays(3))),
                secret("over", NOW));

        var after = SigningSecrets.rotated(before, secret("new", null), NOW, DAY);

        assertThat(after)
                .extracting(SigningSecret::getId, SigningSecret::getExpiresAt)
                .containsExactly(
                        tuple("new", null),
                        tuple("current", NOW.plus(DAY)),
                        tuple("soon", NOW.plusSeconds(60)),
                        tuple("later", NOW.plus(DAY)));
    }

    @Test
    void withoutOverlapItIsWithdrawnAtOnce() {
        var after = SigningSecrets.rotated(List.of(secret("current", null)), secret("new", null), NOW, Duration.ZERO);

        assertThat(after).extracting(SigningSecret::getId).containsExactly("new");
    }

    @Test
    void theOwnerTakesNoMoreThanFive() {
        var before = List.of(
                secret("a", null),
                secret("b", NOW.plusSeconds(1)),
                secret("c", NOW.plusSeconds(1)),
                secret("d", NOW.plusSeconds(1)),
                secret("e", NOW.plusSeconds(1)));

        assertThatThrownBy(() -> SigningSecrets.rotated(before, secret("new", null), NOW, DAY))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(ProblemCode.TOO_MANY_SECRETS));
    }
}
