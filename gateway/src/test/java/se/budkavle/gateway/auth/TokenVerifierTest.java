package se.budkavle.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static se.budkavle.gateway.auth.Jws.EC;
import static se.budkavle.gateway.auth.Jws.ED;
import static se.budkavle.gateway.auth.Jws.OTHER_EC;
import static se.budkavle.gateway.auth.Jws.OTHER_RSA;
import static se.budkavle.gateway.auth.Jws.RSA;
import static se.budkavle.gateway.auth.Jws.changed;
import static se.budkavle.gateway.auth.Jws.compact;
import static se.budkavle.gateway.auth.Jws.ecdsa;
import static se.budkavle.gateway.auth.Jws.ed;
import static se.budkavle.gateway.auth.Jws.encoded;
import static se.budkavle.gateway.auth.Jws.es256;
import static se.budkavle.gateway.auth.Jws.fixed;
import static se.budkavle.gateway.auth.Jws.hmac;
import static se.budkavle.gateway.auth.Jws.ps256;
import static se.budkavle.gateway.auth.Jws.pss;
import static se.budkavle.gateway.auth.Jws.rs256;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.SecurityContext;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.RefusedException;

/** Which tokens hold, and every way in which one must not. */
class TokenVerifierTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String ISSUER = "https://issuer.test";
    private static final String OTHER_ISSUER = "https://other.test";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final RSAKey PSS_ONLY =
            copy(Jws.rsa("pss-only"), key -> key.algorithm(com.nimbusds.jose.JWSAlgorithm.PS256));
    private static final RSAKey FOR_ENCRYPTION = copy(Jws.rsa("for-encryption"), key -> key.keyUse(KeyUse.ENCRYPTION));
    private static final RSAKey SHORT = shortKey();
    private static final ECKey P384 = Jws.ec("p384", Curve.P_384);
    private static final ECKey P521 = Jws.ec("p521", Curve.P_521);
    private static final RSAKey OF_OTHER_ISSUER = Jws.rsa("other");

    private final TokenVerifier verifier = new TokenVerifier(
            Map.of(
                    ISSUER, keys(RSA, EC, ED, PSS_ONLY, FOR_ENCRYPTION, SHORT, P384, P521),
                    OTHER_ISSUER, keys(OF_OTHER_ISSUER)),
            Set.of(),
            settings(),
            Clock.fixed(NOW, ZoneOffset.UTC));

    static TokenSettings settings() {
        return new TokenSettings(
                "budkavle",
                "organisation",
                Duration.ofSeconds(30),
                0,
                Duration.ZERO,
                Duration.ofMinutes(5),
                Duration.ofHours(4),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
    }

    private static ImmutableJWKSet<SecurityContext> keys(JWK... keys) {
        return new ImmutableJWKSet<>(
                new JWKSet(Arrays.stream(keys).map(JWK::toPublicJWK).toList()));
    }

    private static RSAKey copy(RSAKey key, Consumer<RSAKey.Builder> change) {
        var builder = new RSAKey.Builder(key);
        change.accept(builder);
        return builder.build();
    }

    private static RSAKey shortKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024);
            var pair = generator.generateKeyPair();
            return new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                    .privateKey(pair.getPrivate())
                    .keyID("short")
                    .build();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String claims(Consumer<ObjectNode> change) {
        var claims = JSON.createObjectNode()
                .put("iss", ISSUER)
                .put("aud", "budkavle")
                .put("sub", "someone")
                .put("organisation", "0203:agency.se")
                .put("scope", "messages:send inbox:read")
                .put("exp", NOW.getEpochSecond() + 600);
        change.accept(claims);
        return claims.toString();
    }

    private static String claims() {
        return claims(claims -> {});
    }

    private static String header(String algorithm, String kid, String... more) {
        return "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + kid + "\""
                + Arrays.stream(more).map(each -> "," + each).reduce("", String::concat) + "}";
    }

    private static String rs256Of(String payload) {
        return compact(header("RS256", "rsa"), payload, rs256(RSA));
    }

    private static String with(Consumer<ObjectNode> change) {
        return rs256Of(claims(change));
    }

    private static String headed(String... more) {
        return compact(header("RS256", "rsa", more), claims(), rs256(RSA));
    }

    static Stream<Arguments> good() {
        return Stream.of(
                arguments("RS256", rs256Of(claims())),
                arguments("PS256", compact(header("PS256", "rsa"), claims(), ps256(RSA))),
                arguments("ES256", compact(header("ES256", "ec"), claims(), es256(EC))),
                arguments("EdDSA", compact(header("EdDSA", "ed"), claims(), ed(ED))),
                arguments("Ed25519", compact(header("Ed25519", "ed"), claims(), ed(ED))),
                arguments("PS256 by a key for it", compact(header("PS256", "pss-only"), claims(), ps256(PSS_ONLY))),
                arguments("no kid", compact("{\"alg\":\"ES256\"}", claims(), es256(EC))),
                arguments("typ JWT", headed("\"typ\":\"JWT\"")),
                arguments("typ at+jwt", headed("\"typ\":\"at+jwt\"")),
                arguments("expired within the skew", with(each -> each.put("exp", NOW.getEpochSecond() - 29))),
                arguments("not yet valid within the skew", with(each -> each.put("nbf", NOW.getEpochSecond() + 29))),
                arguments(
                        "several audiences",
                        with(each -> each.putArray("aud").add("a").add("budkavle"))),
                arguments(
                        "scopes as a list",
                        with(each -> each.putArray("scope").add("messages:send").add("inbox:read"))),
                arguments(
                        "another trusted issuer",
                        compact(
                                header("RS256", "other"),
                                claims(each -> each.put("iss", OTHER_ISSUER)),
                                rs256(OF_OTHER_ISSUER))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void holds(String name, String token) {
        var caller = verifier.verify(token).caller();

        assertThat(caller.organisation()).isEqualTo("0203:agency.se");
        assertThat(caller.scopes()).isEqualTo(Set.of("messages:send", "inbox:read"));
    }

    static Stream<Arguments> bad() throws Exception {
        return Stream.of(
                        algorithms(), confusions(), signatures(), headers(), ownKeys(), spellings(), claimsOfAllKinds())
                .flatMap(each -> each);
    }

    private static Stream<Arguments> algorithms() {
        return Stream.of(
                arguments("none", encoded("{\"alg\":\"none\"}") + "." + encoded(claims()) + "."),
                arguments("none with a signature", compact(header("none", "rsa"), claims(), rs256(RSA))),
                arguments("nOnE with a signature", compact(header("nOnE", "rsa"), claims(), rs256(RSA))),
                arguments("no alg", compact("{\"kid\":\"rsa\"}", claims(), rs256(RSA))),
                arguments("alg is a number", compact("{\"alg\":256,\"kid\":\"rsa\"}", claims(), rs256(RSA))),
                arguments("alg in small letters", compact(header("rs256", "rsa"), claims(), rs256(RSA))),
                arguments("RS384", compact(header("RS384", "rsa"), claims(), Jws.rsa(RSA, "SHA384withRSA"))),
                arguments("RS512", compact(header("RS512", "rsa"), claims(), Jws.rsa(RSA, "SHA512withRSA"))),
                arguments("RS1", compact(header("RS1", "rsa"), claims(), Jws.rsa(RSA, "SHA1withRSA"))),
                arguments("PS384", compact(header("PS384", "rsa"), claims(), pss(RSA, "SHA-384", 48))),
                arguments("PS512", compact(header("PS512", "rsa"), claims(), pss(RSA, "SHA-512", 64))),
                arguments(
                        "ES384",
                        compact(header("ES384", "p384"), claims(), ecdsa(P384, "SHA384withECDSAinP1363Format"))),
                arguments(
                        "ES512",
                        compact(header("ES512", "p521"), claims(), ecdsa(P521, "SHA512withECDSAinP1363Format"))),
                arguments("ES256K", compact(header("ES256K", "ec"), claims(), es256(EC))),
                arguments("Ed448", compact(header("Ed448", "ed"), claims(), ed(ED))),
                arguments("an algorithm for encryption", compact(header("RSA-OAEP-256", "rsa"), claims(), rs256(RSA))));
    }

    /** A public key is no secret, and a key of one kind none of another. */
    private static Stream<Arguments> confusions() throws Exception {
        var der = RSA.toPublicKey().getEncoded();
        var pem = ("-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
        var jwk = RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        var modulus = RSA.getModulus().decode();
        return Stream.of(
                arguments(
                        "HS256 with the public key's DER",
                        compact(header("HS256", "rsa"), claims(), hmac("HmacSHA256", der))),
                arguments("HS256 with its PEM", compact(header("HS256", "rsa"), claims(), hmac("HmacSHA256", pem))),
                arguments("HS256 with its JWK", compact(header("HS256", "rsa"), claims(), hmac("HmacSHA256", jwk))),
                arguments(
                        "HS256 with its modulus",
                        compact(header("HS256", "rsa"), claims(), hmac("HmacSHA256", modulus))),
                arguments("HS384", compact(header("HS384", "rsa"), claims(), hmac("HmacSHA384", der))),
                arguments("HS512", compact(header("HS512", "rsa"), claims(), hmac("HmacSHA512", der))),
                arguments(
                        "HS256 with x of Ed25519",
                        compact(header("HS256", "ed"), claims(), hmac("HmacSHA256", ED.getDecodedX()))),
                arguments(
                        "RS256 with the kid of an elliptic curve",
                        compact(header("RS256", "ec"), claims(), rs256(RSA))),
                arguments("ES256 with the kid of RSA", compact(header("ES256", "rsa"), claims(), es256(EC))),
                arguments("EdDSA with the kid of RSA", compact(header("EdDSA", "rsa"), claims(), ed(ED))),
                arguments("ES256 with the kid of Ed25519", compact(header("ES256", "ed"), claims(), es256(EC))),
                arguments("RS256 that says PS256", compact(header("PS256", "rsa"), claims(), rs256(RSA))),
                arguments("PS256 that says RS256", compact(header("RS256", "rsa"), claims(), ps256(RSA))),
                arguments("RS256 by a key for PS256", compact(header("RS256", "pss-only"), claims(), rs256(PSS_ONLY))),
                arguments(
                        "by a key for encryption",
                        compact(header("RS256", "for-encryption"), claims(), rs256(FOR_ENCRYPTION))),
                arguments("by a key of 1024 bits", compact(header("RS256", "short"), claims(), rs256(SHORT))),
                arguments(
                        "ES256 on P-384",
                        compact(header("ES256", "p384"), claims(), ecdsa(P384, "SHA256withECDSAinP1363Format"))),
                arguments(
                        "by a key that is not published", compact(header("RS256", "rsa"), claims(), rs256(OTHER_RSA))),
                arguments(
                        "ES256 by a key that is not published",
                        compact(header("ES256", "ec"), claims(), es256(OTHER_EC))),
                arguments(
                        "by the key of another trusted issuer",
                        compact(header("RS256", "other"), claims(), rs256(OF_OTHER_ISSUER))),
                arguments(
                        "of another trusted issuer by this one's key",
                        compact(header("RS256", "rsa"), claims(each -> each.put("iss", OTHER_ISSUER)), rs256(RSA))));
    }

    private static Stream<Arguments> signatures() {
        var order = Curve.P_256.toECParameterSpec().getOrder();
        return Stream.of(
                arguments(
                        "RS256 cut short",
                        compact(header("RS256", "rsa"), claims(), changed(rs256(RSA), TokenVerifierTest::cut))),
                arguments(
                        "RS256 with a byte more",
                        compact(header("RS256", "rsa"), claims(), changed(rs256(RSA), TokenVerifierTest::longer))),
                arguments(
                        "RS256 with a bit turned",
                        compact(header("RS256", "rsa"), claims(), changed(rs256(RSA), TokenVerifierTest::turned))),
                arguments("RS256 of zeros", compact(header("RS256", "rsa"), claims(), fixed(new byte[256]))),
                arguments(
                        "PS256 cut short",
                        compact(header("PS256", "rsa"), claims(), changed(ps256(RSA), TokenVerifierTest::cut))),
                arguments("PS256 with another salt", compact(header("PS256", "rsa"), claims(), pss(RSA, "SHA-256", 0))),
                arguments(
                        "ES256 cut short",
                        compact(header("ES256", "ec"), claims(), changed(es256(EC), TokenVerifierTest::cut))),
                arguments(
                        "ES256 with a byte more",
                        compact(header("ES256", "ec"), claims(), changed(es256(EC), TokenVerifierTest::longer))),
                arguments("ES256 in DER", compact(header("ES256", "ec"), claims(), ecdsa(EC, "SHA256withECDSA"))),
                arguments("ES256 of zeros", compact(header("ES256", "ec"), claims(), fixed(new byte[64]))),
                arguments("ES256 of the curve's order", compact(header("ES256", "ec"), claims(), fixed(twice(order)))),
                arguments(
                        "EdDSA cut short",
                        compact(header("EdDSA", "ed"), claims(), changed(ed(ED), TokenVerifierTest::cut))),
                arguments(
                        "EdDSA with a byte more",
                        compact(header("EdDSA", "ed"), claims(), changed(ed(ED), TokenVerifierTest::longer))),
                arguments("EdDSA of zeros", compact(header("EdDSA", "ed"), claims(), fixed(new byte[64]))),
                arguments(
                        "EdDSA with the order added to S",
                        compact(header("EdDSA", "ed"), claims(), changed(ed(ED), TokenVerifierTest::withOrderAdded))),
                arguments("a signature of other claims", mixed()));
    }

    private static Stream<Arguments> headers() {
        return Stream.of(
                arguments("crit that is understood by nobody", headed("\"crit\":[\"x\"]", "\"x\":1")),
                arguments("crit of exp", headed("\"crit\":[\"exp\"]", "\"exp\":1")),
                arguments("crit b64", headed("\"crit\":[\"b64\"]", "\"b64\":false")),
                arguments(
                        "crit with EdDSA",
                        compact(header("EdDSA", "ed", "\"crit\":[\"x\"]", "\"x\":1"), claims(), ed(ED))),
                arguments(
                        "alg twice",
                        compact("{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"rsa\"}", claims(), rs256(RSA))),
                arguments("kid twice", headed("\"kid\":\"rsa\"")),
                arguments("typ of something else", headed("\"typ\":\"secevent+jwt\"")),
                arguments("typ JOSE", headed("\"typ\":\"JOSE\"")),
                arguments("kid with a path", compact(header("RS256", "../../../../dev/null"), claims(), rs256(RSA))),
                arguments(
                        "kid with a path, as a secret of nothing",
                        compact(header("HS256", "/dev/null"), claims(), hmac("HmacSHA256", new byte[1]))),
                arguments("kid with SQL", compact(header("RS256", "x' UNION SELECT 'rsa"), claims(), rs256(RSA))),
                arguments("kid with a null", compact(header("RS256", "rsa\\u0000"), claims(), rs256(RSA))),
                arguments("kid that is empty", compact(header("RS256", ""), claims(), rs256(RSA))),
                arguments("kid of a list", compact("{\"alg\":\"RS256\",\"kid\":[\"rsa\"]}", claims(), rs256(RSA))),
                arguments("a header that is no JSON", compact("alg=RS256", claims(), rs256(RSA))),
                arguments("a header that is a list", compact("[]", claims(), rs256(RSA))),
                arguments(
                        "a header with something behind it",
                        compact(header("RS256", "rsa") + "{}", claims(), rs256(RSA))),
                arguments("a header that is nested deeply", headed("\"x\":" + "[".repeat(2000) + "]".repeat(2000))));
    }

    private static Stream<Arguments> ownKeys() {
        var evil = OTHER_RSA.toPublicJWK().toJSONString();
        var invalid =
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}".formatted(EC.getX(), OTHER_EC.getY());
        return Stream.of(
                arguments(
                        "jwk by which it is signed",
                        compact(header("RS256", "rsa", "\"jwk\":" + evil), claims(), rs256(OTHER_RSA))),
                arguments(
                        "jwk, though signed rightly",
                        headed("\"jwk\":" + RSA.toPublicJWK().toJSONString())),
                arguments(
                        "jwk of a point on no curve",
                        compact(header("ES256", "ec", "\"jwk\":" + invalid), claims(), es256(EC))),
                arguments("jwk with a private key", headed("\"jwk\":" + OTHER_RSA.toJSONString())),
                arguments("x5c", compact(header("RS256", "rsa", "\"x5c\":[\"MIIB\"]"), claims(), rs256(OTHER_RSA))));
    }

    private static Stream<Arguments> spellings() {
        var token = rs256Of(claims());
        var ed = compact(header("EdDSA", "ed"), claims(), ed(ED));
        return Stream.of(
                arguments("nothing", ""),
                arguments("one part", "x"),
                arguments("two parts", token.substring(0, token.lastIndexOf('.'))),
                arguments("no signature", token.substring(0, token.lastIndexOf('.') + 1)),
                arguments("five parts, as if encrypted", token + ".AA.AA"),
                arguments("padded", ed + "=="),
                arguments("a line break in the signature", token + "\n"),
                arguments("what is no base64url in the signature", token + "*"),
                arguments(
                        "bits that are left over",
                        ed.substring(0, ed.length() - 1) + neighbour(ed.charAt(ed.length() - 1))),
                arguments("no claims", compact(header("RS256", "rsa"), "", rs256(RSA))),
                arguments("claims that are no JSON", rs256Of("x")),
                arguments("claims that are a list", rs256Of("[]")),
                arguments("longer than 8 KiB", with(each -> each.put("x", "x".repeat(8 * 1024)))));
    }

    private static Stream<Arguments> claimsOfAllKinds() {
        return Stream.of(
                arguments("expired", with(each -> each.put("exp", NOW.getEpochSecond() - 31))),
                arguments("expired in 1970", with(each -> each.put("exp", 0))),
                arguments("never expires", with(each -> each.remove("exp"))),
                arguments("exp is a text", with(each -> each.put("exp", "soon"))),
                arguments("not yet valid", with(each -> each.put("nbf", NOW.getEpochSecond() + 31))),
                arguments("nbf is a text", with(each -> each.put("nbf", "soon"))),
                arguments("no audience", with(each -> each.remove("aud"))),
                arguments("another audience", with(each -> each.put("aud", "another"))),
                arguments("an audience that begins like it", with(each -> each.put("aud", "budkavle.example"))),
                arguments("no issuer", with(each -> each.remove("iss"))),
                arguments("another issuer", with(each -> each.put("iss", "https://evil.test"))),
                arguments("an issuer with a slash more", with(each -> each.put("iss", ISSUER + "/"))),
                arguments("no subject", with(each -> each.remove("sub"))),
                arguments("a subject of blanks", with(each -> each.put("sub", " "))),
                arguments("no organisation", with(each -> each.remove("organisation"))),
                arguments("organisation is null", with(each -> each.putNull("organisation"))),
                arguments("organisation is a list", with(each -> each.putArray("organisation")
                        .add("0203:agency.se"))),
                arguments("organisation is none", with(each -> each.put("organisation", "agency/se"))),
                arguments("organisation with a line break", with(each -> each.put("organisation", "0203:agency.se\n"))),
                arguments(
                        "organisation twice", rs256Of(claims().replace("}", ",\"organisation\":\"0203:other.se\"}"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void doesNotHold(String name, String token) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(ProblemCode.INVALID_TOKEN));
    }

    @Test
    void noKeyIsFetchedFromWhereAHeaderPoints() throws IOException {
        var asked = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.close();
        });
        server.start();
        try {
            var url = "http://localhost:" + server.getAddress().getPort() + "/keys";
            for (var header : List.of("jku", "x5u")) {
                doesNotHold(
                        header,
                        compact(
                                header("RS256", "rsa", "\"%s\":\"%s\"".formatted(header, url)),
                                claims(),
                                rs256(OTHER_RSA)));
            }
        } finally {
            server.stop(0);
        }

        assertThat(asked).hasValue(0);
    }

    @Test
    void aKeyThatIsNotKnownIsNoFaultOfTheTokenWhileTheIssuerIsAway() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            var bytes = new JWKSet(RSA.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        var url = "http://localhost:" + server.getAddress().getPort() + "/jwks";
        var known = rs256Of(claims());
        var unknown = compact(header("RS256", "new"), claims(), rs256(OTHER_RSA));
        try (var keys =
                IssuerKeys.of(new IssuerSettings(ISSUER, url, false), settings(), () -> URI.create("unused:"))) {
            var verifier =
                    new TokenVerifier(Map.of(ISSUER, keys), Set.of(), settings(), Clock.fixed(NOW, ZoneOffset.UTC));
            verifier.verify(known);

            server.stop(0);

            assertThatThrownBy(() -> verifier.verify(unknown))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.refusal().code()).isEqualTo(ProblemCode.UNAVAILABLE));
            assertThat(verifier.verify(known).caller().organisation()).isEqualTo("0203:agency.se");
        }
    }

    /** What the table above is for: each row differs from one that holds. */
    @Test
    void rowsAreMany() throws Exception {
        assertThat(bad()).hasSizeGreaterThan(100);
    }

    private static byte[] cut(byte[] signature) {
        return Arrays.copyOf(signature, signature.length - 1);
    }

    private static byte[] longer(byte[] signature) {
        return Arrays.copyOf(signature, signature.length + 1);
    }

    private static byte[] turned(byte[] signature) {
        signature[signature.length / 2] ^= 1;
        return signature;
    }

    private static byte[] twice(BigInteger number) {
        var bytes = new byte[64];
        var one = number.toByteArray();
        for (int end : new int[] {32, 64}) {
            System.arraycopy(one, one.length - 32, bytes, end - 32, 32);
        }
        return bytes;
    }

    /** The same point: a verifier that does not look takes it. */
    private static byte[] withOrderAdded(byte[] signature) {
        var order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        var little = new byte[32];
        for (int i = 0; i < 32; i++) {
            little[i] = signature[63 - i];
        }
        var sum = new BigInteger(1, little).add(order);
        var big = sum.toByteArray();
        for (int i = 0; i < 32; i++) {
            int from = big.length - 1 - i;
            signature[32 + i] = from < 0 ? 0 : big[from];
        }
        return signature;
    }

    private static String mixed() {
        var one = rs256Of(claims()).split("\\.", -1);
        var other = with(each -> each.put("organisation", "0203:other.se")).split("\\.", -1);
        return one[0] + "." + other[1] + "." + one[2];
    }

    /** The last letter of 64 bytes has four bits that say nothing. */
    private static char neighbour(char letter) {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet.charAt(alphabet.indexOf(letter) + 1);
    }
}
