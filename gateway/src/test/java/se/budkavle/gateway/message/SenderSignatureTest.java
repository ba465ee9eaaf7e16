package se.budkavle.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderSignatureTest {

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "Ed25519", "ES256", "PS256"})
    void aDetachedJwsWithAKeysNameIsOne(String algorithm) {
        assertThat(SenderSignature.fault(
                        header("{\"alg\":\"" + algorithm + "\",\"kid\":\"k\",\"x5c\":[\"AA==\"]}") + "..AA"))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                 | alg
            {"kid":"k"}                                        | alg
            {"alg":"none","kid":"k"}                           | alg
            {"alg":"HS256","kid":"k"}                          | alg
            {"alg":"RS256","kid":"k"}                          | alg
            {"alg":["EdDSA"],"kid":"k"}                        | alg
            {"alg":"EdDSA"}                                    | kid
            {"alg":"EdDSA","kid":""}                           | kid
            {"alg":"EdDSA","kid":1}                            | kid
            {"alg":"EdDSA","kid":"k","crit":["b64"]}           | crit
            {"alg":"EdDSA","kid":"k","b64":false}              | b64
            {"alg":"EdDSA","alg":"none","kid":"k"}             | JSON object
            []                                                 | JSON object
            text                                               | JSON object
            """)
    void aHeaderThatNobodyCanVerifyIsRefused(String header, String about) {
        assertThat(SenderSignature.fault(header(header) + "..AA")).contains(about);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "..", "e30..", "..AA", "e30.AA.AA", "e30.AA", "e30...AA", "e3=..AA", "e30..A/", " e30..AA"})
    void whatIsNotDetachedAndCompactIsRefused(String signature) {
        assertThat(SenderSignature.fault(signature)).contains("header..signature");
    }

    @Test
    void aLongKidIsRefused() {
        var header = header("{\"alg\":\"EdDSA\",\"kid\":\"" + "k".repeat(129) + "\"}");

        assertThat(SenderSignature.fault(header + "..AA")).contains("kid");
    }

    private static Base64URL header(String json) {
        return Base64URL.encode(json);
    }
}
