package se.budkavle.notifier.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.Ed25519;
import se.budkavle.schemas.ReceiptClaims;

class ReceiptKeysTest {

    private static final ReceiptClaims RECEIPT = ReceiptClaims.parse(
            "{\"events\":{\"urn:budkavle:message:accepted\":{\"at\":\"t\",\"number\":1,\"sender\":\"s\"}},\"jti\":\"e\",\"txn\":\"m\"}");

    @TempDir
    private Path directory;

    @Test
    void anEd25519KeySignsTheSameEveryTime() throws Exception {
        var key = ed25519();
        var keys = keys(file("key", key.toJSONString()));

        String signed = keys.sign(RECEIPT);

        assertThat(keys.sign(RECEIPT)).isEqualTo(signed);
        var jws = JWSObject.parse(signed);
        assertThat(jws.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.EdDSA);
        assertThat(jws.getHeader().getType().getType()).isEqualTo("secevent+jwt");
        assertThat(jws.getPayload()).hasToString(RECEIPT.json());
        assertThat(verifies(jws, published(keys).getKeys().getFirst().toOctetKeyPair()))
                .isTrue();
    }

    @Test
    void anRsaKeySignsWithPs256() throws Exception {
        var key = new RSAKeyGenerator(2048).generate();
        var keys = keys(file("key", key.toJSONString()));

        var jws = JWSObject.parse(keys.sign(RECEIPT));

        assertThat(jws.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.PS256);
        assertThat(jws.verify(new RSASSAVerifier(published(keys)
                        .getKeyByKeyId(jws.getHeader().getKeyID())
                        .toRSAKey())))
                .isTrue();
    }

    @Test
    void afterARotationWhatTheOldKeySignedCanStillBeVerified() throws Exception {
        var old = file("old", ed25519().toJSONString());
        var next = file("next", ed25519().toJSONString());
        var signedBefore = JWSObject.parse(keys(old).sign(RECEIPT));

        var rotated = new ReceiptKeys(new ReceiptSettings("test", next, List.of(old), 1, 10));

        var published = published(rotated);
        var signedAfter = JWSObject.parse(rotated.sign(RECEIPT));
        assertThat(published.getKeys()).hasSize(2);
        for (var jws : List.of(signedBefore, signedAfter)) {
            assertThat(verifies(
                            jws,
                            published.getKeyByKeyId(jws.getHeader().getKeyID()).toOctetKeyPair()))
                    .isTrue();
        }
        assertThat(signedAfter.getHeader().getKeyID())
                .isNotEqualTo(signedBefore.getHeader().getKeyID())
                .isEqualTo(published.getKeys().getFirst().getKeyID());
    }

    @Test
    void onlyPublicHalvesArePublished() throws Exception {
        var others = new JWKSet(List.<JWK>of(ed25519(), new RSAKeyGenerator(2048).generate()));
        var keys = new ReceiptKeys(new ReceiptSettings(
                "test",
                file("key", ed25519().toJSONString()),
                List.of(file("set", others.toString(false)), file("public", others.toString(true))),
                1,
                10));

        assertThat(published(keys).getKeys())
                .hasSize(3)
                .noneMatch(JWK::isPrivate)
                .allMatch(key -> key.getKeyID() != null && key.getAlgorithm() != null);
        assertThat(keys.published()).allSatisfy(key -> assertThat(key).doesNotContainKeys("d", "p", "q"));
    }

    @Test
    void withoutAKeyNothingIsSignedAndNothingPublished() {
        var keys = keys(null);

        assertThat(keys.sign(RECEIPT)).isNull();
        assertThat(keys.published()).isEmpty();
    }

    @Test
    void whatIsNoKeyForThisStopsTheStartAndIsNotRepeated() throws Exception {
        var secret = "canary-of-a-key";
        var unusable = List.of(
                file("text", secret),
                file("public", ed25519().toPublicJWK().toJSONString()),
                file("curve", new ECKeyGenerator(Curve.P_256).generate().toJSONString()),
                file("short", new RSAKeyGenerator(1024, true).generate().toJSONString()),
                file(
                        "other-algorithm",
                        new RSAKeyGenerator(2048)
                                .algorithm(JWSAlgorithm.RS256)
                                .generate()
                                .toJSONString()),
                file(
                        "not-a-pair",
                        new OctetKeyPair.Builder(ed25519())
                                .d(ed25519().getD())
                                .build()
                                .toJSONString()),
                directory.resolve("none"));

        assertThat(unusable).allSatisfy(file -> assertThatThrownBy(() -> keys(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("budkavle.notifier.receipts")
                .hasNoCause()
                .hasMessageNotContaining(secret));
    }

    private static ReceiptKeys keys(@Nullable Path signingKey) {
        return new ReceiptKeys(new ReceiptSettings("test", signingKey, null, 1, 10));
    }

    private static JWKSet published(ReceiptKeys keys) {
        return new JWKSet(keys.published().stream().map(ReceiptKeysTest::parsed).toList());
    }

    private static JWK parsed(Map<String, Object> key) {
        try {
            return JWK.parse(key);
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private static OctetKeyPair ed25519() {
        var pair = Ed25519.newPair();
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(pair.publicKey()))
                .d(Base64URL.encode(pair.seed()))
                .build();
    }

    private static boolean verifies(JWSObject jws, OctetKeyPair key) throws Exception {
        return Ed25519.holds(
                key.getDecodedX(), jws.getSigningInput(), jws.getSignature().decode());
    }
}
