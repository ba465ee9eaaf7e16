package se.budkavle.gateway.http;

import com.nimbusds.jose.util.X509CertUtils;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;

/** Tokens that are bound to certificates; one for each, so that it is remembered. */
final class TestBinding {

    private static final Map<X509Certificate, String> TOKENS = new HashMap<>();

    private TestBinding() {}

    static synchronized String token(X509Certificate certificate) {
        return TOKENS.computeIfAbsent(
                certificate,
                each -> TestGateway.ISSUER.token(
                        TestGateway.AGENCY,
                        "inbox:read",
                        claims -> claims.claim(
                                "cnf",
                                Map.of(
                                        "x5t#S256",
                                        X509CertUtils.computeSHA256Thumbprint(each)
                                                .toString()))));
    }
}
