package se.budkavle.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressKind;

class AddressRequestsTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private static Parsed<Address> parse(String body) {
        return AddressRequests.parse(body.getBytes(StandardCharsets.UTF_8), "in.0203:a.se", "0203:a.se", NOW);
    }

    private static Iterable<Issue> issues(String body) {
        var parsed = parse(body);
        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        return ((Parsed.Invalid<Address>) parsed).refusal().issues();
    }

    @Test
    void nothingNeedsToBeStated() {
        var entry = parse("{}").orRefuse();

        assertThat(entry.getAddress()).isEqualTo("in.0203:a.se");
        assertThat(entry.getOrganisation()).isEqualTo("0203:a.se");
        assertThat(entry.getKind()).isEqualTo(AddressKind.FUNCTION);
    }

    @Test
    void publicKeysOnly() throws Exception {
        var key = new ECKeyGenerator(Curve.P_256)
                .keyID("k")
                .keyUse(KeyUse.ENCRYPTION)
                .generate();
        var secret = new OctetSequenceKeyGenerator(256).keyID("k").generate();

        assertThat(parse(withKey(key.toPublicJWK())).orRefuse().getEncryptionKeys())
                .hasSize(1);
        assertThat(issues(withKey(key)))
                .extracting(Issue::pointer, Issue::code)
                .contains(tuple("/encryptionKeys/0", "private-key"));
        assertThat(issues(withKey(key)).toString()).doesNotContain(key.getD().toString());
        assertThat(issues(withKey(secret))).extracting(Issue::code).contains("private-key");
    }

    private static String withKey(JWK key) {
        return "{\"requiresEncryption\": true, \"encryptionKeys\": [" + key.toJSONString() + "]}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"address": "other.0203:a.se"}                       | /address                      | differs-from-path
            {"organisation": "a b"}                              | /organisation                 | invalid-address
            {"kind": "ANIMAL"}                                   | /kind                         | not-in-list
            {"kind": "PERSON"}                                   | /kind                         | wrong-kind
            {"displayName": 1}                                   | /displayName                  | wrong-type
            {"acceptedTypes": "urn:x"}                           | /acceptedTypes                | wrong-type
            {"acceptedTypes": [1]}                               | /acceptedTypes/0              | wrong-type
            {"status": "GONE"}                                   | /status                       | not-in-list
            {"validFrom": "x"}                                   | /validFrom                    | invalid-time
            {"validFrom": "2026-02-01T00:00:00Z", "validTo": "2026-01-01T00:00:00Z"} | /validTo  | before-valid-from
            {"movedTo": "in.0203:A.se"}                          | /movedTo                      | moved-to-itself
            {"maxConfidentialityLevel": "high"}                  | /maxConfidentialityLevel      | wrong-type
            {"requiresEncryption": true}                         | /encryptionKeys               | missing
            {"encryptionKeys": [{}]}                             | /encryptionKeys/0             | invalid-jwk
            {"encryptionKeys": [{"kty": "RSA", "n": "x"}]}       | /encryptionKeys/0             | invalid-jwk
            {"representatives": ["0203:b.se"]}                   | /representatives/0            | wrong-type
            {"representatives": [{}]}                            | /representatives/0/organisation | missing
            {"deputies": ["/"]}                                  | /deputies/0                   | invalid-address
            {"version": 3}                                       | /version                      | unknown-field
            {"kind": "FUNCTION", "kind": "FUNCTION"}             | /kind                         | duplicate-key
            """)
    void oneFault(String body, String pointer, String code) {
        assertThat(issues(body)).extracting(Issue::pointer, Issue::code).contains(tuple(pointer, code));
    }
}
