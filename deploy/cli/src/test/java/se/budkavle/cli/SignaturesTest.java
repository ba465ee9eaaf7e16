package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import se.budkavle.local.ReceiptKeyFile;

class SignaturesTest {

    private static final byte[] CONTENT = "Hej".getBytes(StandardCharsets.UTF_8);

    static Stream<JWK> keys() throws Exception {
        return Stream.of(
                ReceiptKeyFile.newKey(),
                new ECKeyGenerator(Curve.P_256).keyID("ec").generate(),
                new RSAKeyGenerator(2048).keyID("rsa").generate());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void whatWasSignedHoldsWithThePublicKeyAlone(JWK key) {
        var signature = Signatures.detached(CONTENT, key);

        assertThat(signature).contains("..");
        assertThat(Signatures.verified(signature, CONTENT, publicKeys(key))).isEqualTo(key.getKeyID());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void otherContentDoesNotHold(JWK key) {
        var signature = Signatures.detached(CONTENT, key);

        assertThatThrownBy(() -> Signatures.verified(signature, new byte[] {1}, publicKeys(key)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("does not hold");
    }

    @Test
    void aKeyOfThatNameButOfAnotherDoesNotHold() throws Exception {
        var signature = Signatures.detached(
                CONTENT, new ECKeyGenerator(Curve.P_256).keyID("k").generate());
        var impostor = new RSAKeyGenerator(2048).keyID("k").generate();

        assertThatThrownBy(() -> Signatures.verified(signature, CONTENT, publicKeys(impostor)))
                .hasMessageContaining("does not hold");
    }

    @Test
    void whatIsNotSignedOrByAnUnknownKeySaysSo() {
        var signature = Signatures.detached(CONTENT, ReceiptKeyFile.newKey());

        assertThatThrownBy(() -> Signatures.verified(null, CONTENT, new JWKSet()))
                .hasMessage("Its sender did not sign it.");
        assertThatThrownBy(() -> Signatures.verified(signature, CONTENT, publicKeys(ReceiptKeyFile.newKey())))
                .hasMessageContaining("not in the file");
        assertThatThrownBy(() -> Signatures.verified("a.b", CONTENT, new JWKSet()))
                .hasMessageContaining("not hold");
    }

    @Test
    void aPublicKeySignsNothing() {
        assertThatThrownBy(() ->
                        Signatures.detached(CONTENT, ReceiptKeyFile.newKey().toPublicJWK()))
                .hasMessageContaining("cannot sign");
    }

    private static JWKSet publicKeys(JWK key) {
        return new JWKSet(key.toPublicJWK());
    }
}
