package se.budkavle.gateway.http;

import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The certificate that a client has shown: to us, or to a proxy of ours that tells it in a header ({@code Client-Cert},
 * RFC 9440). Anybody may write a header: from anyone else it is not looked at.
 */
@Singleton
final class ClientCertificates {

    private final List<Network> proxies;
    private final String header;

    ClientCertificates(ProxySettings settings) {
        this.proxies = settings.networks();
        this.header = settings.header();
    }

    /** {@return the certificate, if it has shown one} */
    Optional<X509Certificate> of(HttpRequest<?> request) {
        var peer = request.getRemoteAddress();
        if (proxies.stream().anyMatch(each -> each.has(peer))) {
            // Never that of its own connection: it is the proxy's, and not the client's.
            var told = request.getHeaders().getAll(header);
            return told.size() == 1 ? parse(told.getFirst()) : Optional.empty();
        }
        return request.getCertificate()
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast);
    }

    /** A byte sequence of structured fields: base64 between colons. */
    private static Optional<X509Certificate> parse(String value) {
        var text = value.strip();
        if (text.length() < 2 || !text.startsWith(":") || !text.endsWith(":")) {
            return Optional.empty();
        }
        try {
            var der = Base64.getDecoder().decode(text.substring(1, text.length() - 1));
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
