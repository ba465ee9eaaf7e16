package se.budkavle.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEProcessor;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 7515, 7520 and 8037, as they stand there ({@code rfc-jws.properties}). */
class SignaturesTest {

    private static final Properties EXAMPLES = examples();

    private static Properties examples() {
        var examples = new Properties();
        try (var in = SignaturesTest.class.getResourceAsStream("rfc-jws.properties")) {
            examples.load(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return examples;
    }

    private static String verified(String name) throws Exception {
        var key = JWK.parse(EXAMPLES.getProperty(name + ".key"));
        var processor = new DefaultJOSEProcessor<SecurityContext>();
        Signatures.accept(processor, new ImmutableJWKSet<>(new JWKSet(List.of(key))));
        return processor
                .process(JWSObject.parse(EXAMPLES.getProperty(name + ".jws")), null)
                .toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rfc7515-a2-rs256", "rfc7515-a3-es256", "rfc7520-4.1-rs256", "rfc8037-a4-eddsa"})
    void anExampleOfAnAlgorithmThatWeTakeHolds(String name) throws Exception {
        assertThat(verified(name)).startsWith(EXAMPLES.getProperty(name + ".begins"));
    }

    /** They are right, and not for us. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rfc7515-a1-hs256",
                "rfc7515-a4-es512",
                "rfc7520-4.2-ps384",
                "rfc7520-4.3-es512",
                "rfc7520-4.4-hs256"
            })
    void anExampleOfAnotherAlgorithmDoesNot(String name) {
        assertThatThrownBy(() -> verified(name)).isInstanceOf(BadJOSEException.class);
    }
}
