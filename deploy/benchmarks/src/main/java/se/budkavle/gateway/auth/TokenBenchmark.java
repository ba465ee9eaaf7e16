package se.budkavle.gateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import se.budkavle.benchmarks.jmh.InnerLoop;
import se.budkavle.benchmarks.jmh.Samples;

/** A token is verified, as it is once for each token that is new to a gateway. In the gateway's own package, as nobody else need verify one. */
@NullUnmarked // filled in the setup
public class TokenBenchmark extends InnerLoop {

    private static final String ISSUER = "https://issuer.example";
    private static final String AUDIENCE = "budkavle";
    private static final String KEY_ID = "key-1";
    private static final int RSA_BITS = 2048;
    private static final int ED25519_BYTES = 32;

    /** One for all that run in this JVM: the build's test of them need not make two. */
    private static RSAKey rsaKey;

    /** What it is signed with. */
    @Param
    public Algorithm algorithm;

    private TokenVerifier verifier;
    private String token;

    /** What tokens may be signed with. */
    public enum Algorithm {
        RS256,
        PS256,
        ES256,
        ED25519
    }

    private record Signed(String token, JWK key) {}

    /** Makes a key and a token. */
    @Setup
    public void prepare() throws JOSEException, GeneralSecurityException {
        Signed signed =
                switch (algorithm) {
                    case RS256 -> rsa(JWSAlgorithm.RS256);
                    case PS256 -> rsa(JWSAlgorithm.PS256);
                    case ES256 -> {
                        var key = new ECKeyGenerator(Curve.P_256).keyID(KEY_ID).generate();
                        yield new Signed(sign(JWSAlgorithm.ES256, new ECDSASigner(key)), key.toPublicJWK());
                    }
                    case ED25519 -> ed25519();
                };
        token = signed.token();
        var settings = new TokenSettings(
                AUDIENCE,
                "organisation",
                Duration.ofSeconds(30),
                0,
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2));
        verifier = new TokenVerifier(
                Map.of(ISSUER, new ImmutableJWKSet<>(new JWKSet(signed.key()))),
                Set.of(),
                settings,
                Clock.fixed(Samples.NOW, ZoneOffset.UTC));
        require(verified().caller().organisation().equals(Samples.ORGANISATION), "the caller");
    }

    private static synchronized Signed rsa(JWSAlgorithm with) throws JOSEException {
        if (rsaKey == null) {
            rsaKey = new RSAKeyGenerator(RSA_BITS).keyID(KEY_ID).generate();
        }
        return new Signed(sign(with, new RSASSASigner(rsaKey)), rsaKey.toPublicJWK());
    }

    private static SignedJWT unsigned(JWSAlgorithm with) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("benchmark")
                .claim("organisation", Samples.ORGANISATION)
                .claim("scope", "messages:send messages:read inbox:read")
                .issueTime(Date.from(Samples.NOW))
                .expirationTime(Date.from(Samples.NOW.plus(Duration.ofHours(1))))
                .build();
        return new SignedJWT(new JWSHeader.Builder(with).keyID(KEY_ID).build(), claims);
    }

    private static String sign(JWSAlgorithm with, JWSSigner signer) throws JOSEException {
        SignedJWT token = unsigned(with);
        token.sign(signer);
        return token.serialize();
    }

    /** With the JDK, as Nimbus would need Tink. */
    private static Signed ed25519() throws GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = keys.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
        var key = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
                .keyID(KEY_ID)
                .build();
        byte[] input = unsigned(JWSAlgorithm.EdDSA).getSigningInput();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(input);
        return new Signed(new String(input, StandardCharsets.US_ASCII) + "." + Base64URL.encode(signature.sign()), key);
    }

    /** Verifies it. */
    @Benchmark
    public Object verify() {
        return verified();
    }

    private TokenVerifier.Verified verified() {
        return verifier.verify(token);
    }
}
