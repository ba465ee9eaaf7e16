package se.budkavle.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.budkavle.gateway.auth.Jws.RSA;
import static se.budkavle.gateway.auth.Jws.compact;
import static se.budkavle.gateway.auth.Jws.rs256;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.X509CertUtils;
import io.netty.pkitesting.X509Bundle;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.RefusedException;
import se.budkavle.gateway.tls.TestCertificates;

/** Tokens that are bound to a certificate, and what must not pass for one that is not. */
class BindingTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final X509Bundle CLIENT = TestCertificates.client("client", TestCertificates.AUTHORITY);
    private static final X509Bundle OTHER = TestCertificates.client("client", TestCertificates.AUTHORITY);
    private static final String THUMBPRINT =
            X509CertUtils.computeSHA256Thumbprint(CLIENT.getCertificate()).toString();

    private static TokenVerifier.Verified verified(String moreClaims, boolean mustBeBound) {
        var issuer = "https://issuer.test";
        var verifier = new TokenVerifier(
                Map.of(issuer, new ImmutableJWKSet<>(new JWKSet(RSA.toPublicJWK()))),
                mustBeBound ? Set.of(issuer) : Set.of(),
                TokenVerifierTest.settings(),
                Clock.fixed(NOW, ZoneOffset.UTC));
        var claims = """
                {"iss": "%s", "aud": "budkavle", "sub": "someone", "organisation": "0203:agency.se", "exp": %d%s}""".formatted(issuer, NOW.getEpochSecond() + 600, moreClaims);
        return verifier.verify(compact("{\"alg\":\"RS256\",\"kid\":\"rsa\"}", claims, rs256(RSA)));
    }

    private static void isRefused(ThrowingCallable verifying) {
        assertThatThrownBy(verifying).isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(
                        refused.refusal().code())
                .isEqualTo(ProblemCode.INVALID_TOKEN));
    }

    @Test
    void aTokenIsBoundToOneCertificate() {
        var binding = verified(", \"cnf\": {\"x5t#S256\": \"" + THUMBPRINT + "\"}", true)
                .binding()
                .orElseThrow();

        assertThat(binding.holds(CLIENT.getCertificate())).isTrue();
        assertThat(binding.holds(OTHER.getCertificate())).isFalse();
        assertThat(binding.holds(TestCertificates.AUTHORITY.getCertificate())).isFalse();
    }

    @Test
    void whatIsNotBoundNeedsNoCertificate() {
        assertThat(verified("", false).binding()).isEmpty();
    }

    @Test
    void anIssuerMayHaveToBind() {
        isRefused(() -> verified("", true));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "null | null",
                "a text | \"THIS\"",
                "a list | [{\"x5t#S256\": \"THIS\"}]",
                "nothing | {}",
                "a thumbprint that is null | {\"x5t#S256\": null}",
                "a thumbprint that is a number | {\"x5t#S256\": 1}",
                "a thumbprint that is a list | {\"x5t#S256\": [\"THIS\"]}",
                "an empty thumbprint | {\"x5t#S256\": \"\"}",
                "a short thumbprint | {\"x5t#S256\": \"AAAA\"}",
                "a long thumbprint | {\"x5t#S256\": \"THISAAAA\"}",
                "a padded thumbprint | {\"x5t#S256\": \"THIS=\"}",
                "a thumbprint and a blank | {\"x5t#S256\": \"THIS \"}",
                "bits left at its end | {\"x5t#S256\": \"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB\"}",
                "base64 and not base64url | {\"x5t#S256\": \"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA++A\"}",
                "hexadecimal | {\"x5t#S256\": \"0000000000000000000000000000000000000000000000000000000000000000\"}",
                "SHA-1 | {\"x5t\": \"AAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "another case | {\"X5T#S256\": \"THIS\"}",
                "a key (DPoP) | {\"jkt\": \"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "a key that is there | {\"jwk\": {\"kty\": \"oct\", \"k\": \"AAAA\"}}",
                "a key's id | {\"kid\": \"a\"}",
                "a method that nobody knows | {\"made-up\": \"THIS\"}",
                "two methods | {\"x5t#S256\": \"THIS\", \"jkt\": \"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "two, of which one is unknown | {\"x5t#S256\": \"THIS\", \"made-up\": 1}"
            })
    void anotherConfirmationIsRefused(String name, String confirmation) {
        isRefused(() -> verified(", \"cnf\": " + confirmation.replace("THIS", THUMBPRINT), false));
    }

    @Test
    void twoConfirmationsAreRefused() {
        isRefused(() -> verified(
                ", \"cnf\": {\"x5t#S256\": \"%s\"}, \"cnf\": {\"x5t#S256\": \"%s\"}"
                        .formatted(THUMBPRINT, Base64URL.encode(new byte[32])),
                false));
    }
}
