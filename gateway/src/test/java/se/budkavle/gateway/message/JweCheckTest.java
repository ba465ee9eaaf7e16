package se.budkavle.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.gateway.message.JweCheck.Outcome;

/** What passes for content that is encrypted end to end: RFCs' examples, ours, and all that must not. */
class JweCheckTest {

    private static final String KEY_OF_2048_BITS = zeros(256);
    private static final String KEY_OF_AES = zeros(40);
    private static final String NONCE = zeros(12);
    private static final String TAG = zeros(16);
    private static final String TEXT = zeros(100);
    private static final String OAEP = "{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\",\"kid\":\"k\"}";
    private static final String P256 =
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

    /** As ours, for the algorithms that the RFCs' examples have. */
    private static final JweCheck ANY = new JweCheck(
            Set.of(
                    JWEAlgorithm.parse("RSA-OAEP"),
                    JWEAlgorithm.parse("RSA1_5"),
                    JWEAlgorithm.A128KW,
                    JWEAlgorithm.ECDH_ES_A128KW),
            Set.of(EncryptionMethod.A256GCM, EncryptionMethod.A128GCM, EncryptionMethod.A128CBC_HS256));

    private static final Properties EXAMPLES = examples();

    private static Properties examples() {
        var examples = new Properties();
        try (var in = JweCheckTest.class.getResourceAsStream("rfc-jwe.properties")) {
            examples.load(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return examples;
    }

    private static String zeros(int bytes) {
        return Base64URL.encode(new byte[bytes]).toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Outcome look(JweCheck check, String content) {
        return check.look(ascii(content));
    }

    @ParameterizedTest
    @CsvSource({"rfc7520-5.2, samwise.gamgee@hobbiton.example", "rfc7520-5.4, peregrin.took@tuckborough.example"})
    void anExampleThatNamesItsKeyPasses(String name, String kid) {
        assertThat(look(ANY, EXAMPLES.getProperty(name))).isEqualTo(new Outcome.Sealed(kid));
    }

    /** They name no key: all else is right, and that is looked at last. */
    @ParameterizedTest
    @ValueSource(strings = {"rfc7516-a1", "rfc7516-a2", "rfc7516-a3"})
    void anExampleThatNamesNoKeyLacksThatAlone(String name) {
        isFaulty(look(ANY, EXAMPLES.getProperty(name)), "jwe-without-kid");
    }

    /** The RFCs were written before RSA-OAEP-256, and wrap with 128 bits; all of them are right, and not for us. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rfc7516-a1",
                "rfc7516-a2",
                "rfc7516-a3",
                "rfc7520-5.2",
                "rfc7520-5.3",
                "rfc7520-5.4",
                "rfc7520-5.5",
                "rfc7520-5.6",
                "rfc7520-5.7",
                "rfc7520-5.9"
            })
    void noExampleHasTheAlgorithmsOfMessages(String name) {
        isFaulty(look(JweCheck.MESSAGES, EXAMPLES.getProperty(name)), "jwe-algorithm-not-allowed");
    }

    /** That they are the RFCs' to the last letter: the authentication tag says so. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rfc7516-a1",
                "rfc7516-a2",
                "rfc7516-a3",
                "rfc7520-5.2",
                "rfc7520-5.4",
                "rfc7520-5.5",
                "rfc7520-5.6",
                "rfc7520-5.7",
                "rfc7520-5.9"
            })
    void anExampleOpensWithItsKey(String name) throws Exception {
        var example = JWEObject.parse(EXAMPLES.getProperty(name));
        example.decrypt(opener(JWK.parse(EXAMPLES.getProperty(name + ".key"))));

        assertThat(example.getPayload().toString()).startsWith(EXAMPLES.getProperty(name + ".begins"));
    }

    private static JWEDecrypter opener(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSADecrypter(rsa);
            case ECKey ec -> new ECDHDecrypter(ec);
            case OctetSequenceKey secret
            when "A128GCM".equals(String.valueOf(secret.getAlgorithm())) -> new DirectDecrypter(secret);
            case OctetSequenceKey secret -> new AESDecrypter(secret);
            default -> throw new IllegalArgumentException(key.getKeyType().toString());
        };
    }

    @Test
    void whatIsEncryptedForAnRsaKeyPasses() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("rsa").generate();

        assertThat(look(JweCheck.MESSAGES, encrypted(JWEAlgorithm.RSA_OAEP_256, "rsa", new RSAEncrypter(key))))
                .isEqualTo(new Outcome.Sealed("rsa"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void whatIsEncryptedForACurvePasses(String curve) throws Exception {
        ECKey key = new ECKeyGenerator(Curve.parse(curve)).keyID("ec").generate();

        assertThat(look(JweCheck.MESSAGES, encrypted(JWEAlgorithm.ECDH_ES_A256KW, "ec", new ECDHEncrypter(key))))
                .isEqualTo(new Outcome.Sealed("ec"));
    }

    private static String encrypted(JWEAlgorithm algorithm, String kid, com.nimbusds.jose.JWEEncrypter encrypter)
            throws JOSEException {
        var jwe = new JWEObject(
                new JWEHeader.Builder(algorithm, EncryptionMethod.A256GCM)
                        .keyID(kid)
                        .contentType("text/plain")
                        .build(),
                new Payload("hemligt"));
        jwe.encrypt(encrypter);
        return jwe.serialize();
    }

    static Stream<Arguments> bad() {
        return Stream.of(forms(), headers(), algorithms(), keys()).flatMap(each -> each);
    }

    private static Stream<Arguments> forms() {
        return Stream.of(
                bad("nothing", "", "invalid-jwe"),
                bad("a text", "Hej!", "invalid-jwe"),
                bad("three parts, as if signed", "e30.e30.AA", "invalid-jwe"),
                bad("four parts", "e30.AA.AA.AA", "invalid-jwe"),
                bad("six parts", "e30.AA.AA.AA.AA.AA", "invalid-jwe"),
                bad("dots alone", "....", "invalid-jwe-header"),
                bad("very many dots", ".".repeat(100_000), "invalid-jwe"),
                bad("JSON form", "{\"protected\": \"e30\"}", "invalid-jwe"),
                bad("a line break", jwe(OAEP) + "\n", "invalid-jwe"),
                bad("padding", jwe(OAEP) + "==", "invalid-jwe"),
                bad("base64 of the other kind", jwe(OAEP) + "+/", "invalid-jwe"),
                bad("what is no ASCII", jwe(OAEP) + "\u00f6", "invalid-jwe"),
                bad("a tag cut short", jwe(OAEP, KEY_OF_2048_BITS, NONCE, zeros(15)), "invalid-jwe"),
                bad("a tag of 12 bytes", jwe(OAEP, KEY_OF_2048_BITS, NONCE, zeros(12)), "invalid-jwe"),
                bad("no tag", jwe(OAEP, KEY_OF_2048_BITS, NONCE, ""), "invalid-jwe"),
                bad("a nonce of 16 bytes", jwe(OAEP, KEY_OF_2048_BITS, zeros(16), TAG), "invalid-jwe"),
                bad("no nonce", jwe(OAEP, KEY_OF_2048_BITS, "", TAG), "invalid-jwe"),
                bad("no key", jwe(OAEP, "", NONCE, TAG), "invalid-jwe"),
                bad("a key of 1024 bits", jwe(OAEP, zeros(128), NONCE, TAG), "invalid-jwe"),
                bad("a key of 64 kbit", jwe(OAEP, zeros(8192), NONCE, TAG), "invalid-jwe"));
    }

    private static Stream<Arguments> headers() {
        return Stream.of(
                bad("a header that is no JSON", jwe("alg"), "invalid-jwe-header"),
                bad("a header that is a list", jwe("[]"), "invalid-jwe-header"),
                bad("an empty header", jwe("{}"), "invalid-jwe-header"),
                bad("no enc", jwe("{\"alg\":\"RSA-OAEP-256\",\"kid\":\"k\"}"), "invalid-jwe-header"),
                bad("no alg", jwe("{\"enc\":\"A256GCM\",\"kid\":\"k\"}"), "invalid-jwe-header"),
                bad("alg twice", jwe(OAEP.replace("{", "{\"alg\":\"dir\",")), "invalid-jwe-header"),
                bad("alg none", jwe(OAEP.replace("RSA-OAEP-256", "none")), "invalid-jwe-header"),
                bad("kid twice", jwe(OAEP.replace("{", "{\"kid\":\"other\",")), "invalid-jwe-header"),
                bad("kid is a number", jwe(OAEP.replace("\"k\"", "1")), "invalid-jwe-header"),
                bad("no kid", jwe(OAEP.replace(",\"kid\":\"k\"", "")), "jwe-without-kid"),
                bad("an empty kid", jwe(OAEP.replace("\"k\"", "\"\"")), "jwe-without-kid"),
                bad("a very long kid", jwe(OAEP.replace("\"k\"", "\"" + "k".repeat(129) + "\"")), "jwe-without-kid"),
                bad("a very long header", jwe(more("\"x\":\"" + "x".repeat(4096) + "\"")), "invalid-jwe-header"),
                bad("compressed", jwe(more("\"zip\":\"DEF\"")), "jwe-compressed"),
                bad("crit", jwe(more("\"crit\":[\"x\"],\"x\":1")), "jwe-critical"),
                bad("jku", jwe(more("\"jku\":\"https://evil.test/\"")), "jwe-key-parameters"),
                bad("x5u", jwe(more("\"x5u\":\"https://evil.test/\"")), "jwe-key-parameters"),
                bad("x5c", jwe(more("\"x5c\":[\"MIIB\"]")), "jwe-key-parameters"),
                bad("jwk", jwe(more("\"jwk\":" + P256)), "jwe-key-parameters"),
                bad("p2c of two billion", jwe(more("\"p2c\":2147483647,\"p2s\":\"AAAA\"")), "jwe-key-parameters"));
    }

    private static Stream<Arguments> algorithms() {
        return Stream.of(
                        "dir",
                        "A256KW",
                        "A256GCMKW",
                        "RSA1_5",
                        "RSA-OAEP",
                        "RSA-OAEP-512",
                        "ECDH-ES",
                        "ECDH-ES+A128KW",
                        "RS256",
                        "rsa-oaep-256")
                .map(alg -> bad("alg " + alg, jwe(OAEP.replace("RSA-OAEP-256", alg)), "jwe-algorithm-not-allowed"));
    }

    private static Stream<Arguments> keys() {
        var offCurve = P256.replace("x_FEzRu9m36HLN", "y_FEzRu9m36HLN");
        return Stream.of(
                bad(
                        "PBES2 with p2c of two billion",
                        jwe(
                                "{\"alg\":\"PBES2-HS512+A256KW\",\"enc\":\"A256GCM\",\"kid\":\"k\",\"p2c\":2147483647,\"p2s\":\"AAAA\"}"),
                        "jwe-algorithm-not-allowed"),
                bad("enc A128GCM", jwe(OAEP.replace("A256GCM", "A128GCM")), "jwe-algorithm-not-allowed"),
                bad("enc A256CBC-HS512", jwe(OAEP.replace("A256GCM", "A256CBC-HS512")), "jwe-algorithm-not-allowed"),
                bad("enc none", jwe(OAEP.replace("A256GCM", "none")), "jwe-algorithm-not-allowed"),
                bad("no epk", agreed(null), "invalid-jwe-header"),
                bad("epk of a point on no curve", agreed(offCurve), "invalid-jwe-header"),
                bad(
                        "epk at infinity",
                        agreed("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}"
                                .formatted(zeros(32), zeros(32))),
                        "invalid-jwe-header"),
                bad(
                        "epk with its private half",
                        agreed(P256.replace("}", ",\"d\":\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI\"}")),
                        "invalid-jwe-header"),
                bad("epk of another curve", agreed(P256.replace("P-256", "secp256k1")), "invalid-jwe-header"),
                bad("epk on P-256 that says P-384", agreed(P256.replace("P-256", "P-384")), "invalid-jwe-header"),
                bad(
                        "epk for signatures",
                        agreed(
                                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"),
                        "invalid-jwe-header"),
                bad("epk of RSA", agreed("{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}"), "invalid-jwe-header"),
                bad("epk of a secret", agreed("{\"kty\":\"oct\",\"k\":\"AAAA\"}"), "invalid-jwe-header"),
                bad("epk is a text", agreed("\"x\""), "invalid-jwe-header"),
                bad(
                        "a wrapped key that is too short",
                        agreed(P256).replace("." + KEY_OF_AES + ".", "." + zeros(39) + "."),
                        "invalid-jwe"));
    }

    private static Arguments bad(String name, String content, String code) {
        return arguments(name, content, code);
    }

    private static String jwe(String header) {
        return jwe(header, KEY_OF_2048_BITS, NONCE, TAG);
    }

    private static String jwe(String header, String key, String nonce, String tag) {
        return String.join(".", Base64URL.encode(header).toString(), key, nonce, TEXT, tag);
    }

    private static String more(String parameter) {
        return OAEP.replace("}", "," + parameter + "}");
    }

    private static String agreed(@Nullable String epk) {
        return jwe(
                "{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A256GCM\",\"kid\":\"k\"" + (epk == null ? "" : ",\"epk\":" + epk)
                        + "}",
                KEY_OF_AES,
                NONCE,
                TAG);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void doesNotPass(String name, String content, String code) {
        isFaulty(look(JweCheck.MESSAGES, content), code);
    }

    /** The pattern of the rows above is right: each fails for what its name says. */
    @Test
    void theirPatternsPass() {
        assertThat(look(JweCheck.MESSAGES, jwe(OAEP))).isEqualTo(new Outcome.Sealed("k"));
        assertThat(look(JweCheck.MESSAGES, agreed(P256))).isEqualTo(new Outcome.Sealed("k"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/jose                 | true
            Application/JOSE                 | true
            application/jose ; charset=utf-8 | true
            application/jose+json            | false
            text/plain                       | false
            """)
    void theMediaTypeSaysWhetherItIsOne(String type, boolean is) {
        assertThat(JweCheck.isSaidBy(type)).isEqualTo(is);
    }

    private static void isFaulty(Outcome outcome, String code) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Faulty.class, faulty -> {
            assertThat(faulty.code()).isEqualTo(code);
            assertThat(faulty.detail()).isNotBlank().doesNotContain("evil");
        });
    }
}
