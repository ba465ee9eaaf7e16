package se.budkavle.gateway.tls;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;
import se.budkavle.schemas.tls.TlsSource;

/**
 * Configuration {@code budkavle.gateway.tls}: TLS 1.3 of the gateway's own.
 *
 * @param enabled whether the port speaks TLS; without it something in front must
 * @param key file with the private key, PKCS#8 in PEM, not encrypted
 * @param certificate file with the certificate and what leads to its root, in PEM, its own first
 * @param lookInterval how often the files are looked at; at least 100 ms
 * @param handshakeTimeout how long a client may take until it is connected
 * @param clientCertificates whether clients are asked for a certificate
 * @param clientAuthorities file with the authorities of clients' certificates, in PEM, for {@code TRUSTED}
 */
@ConfigurationProperties("budkavle.gateway.tls")
public record TlsSettings(
        boolean enabled,
        String key,
        String certificate,
        Duration lookInterval,
        Duration handshakeTimeout,
        ClientCertificates clientCertificates,
        String clientAuthorities) {

    /** What is asked of clients. None has to have a certificate: that is up to its token. */
    public enum ClientCertificates {
        /** Nothing. */
        NONE,
        /** A certificate, whoever issued it: that it is the one that the token names is proof enough. */
        ANY,
        /** A certificate of one of the authorities; with another there is no connection. */
        TRUSTED
    }

    /** Validates. */
    public TlsSettings {
        if (enabled && (key.isBlank() || certificate.isBlank())) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.tls.key and .certificate must name files when budkavle.gateway.tls.enabled");
        }
        if (enabled && clientCertificates == ClientCertificates.TRUSTED && clientAuthorities.isBlank()) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.tls.client-authorities must name a file when client-certificates is TRUSTED");
        }
        if (lookInterval.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.tls.look-interval must be at least 100 ms, not " + lookInterval);
        }
        if (!handshakeTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.tls.handshake-timeout must be positive, not " + handshakeTimeout);
        }
    }

    /** {@return where the certificate lies, and who may issue those of clients} */
    TlsSource source() {
        boolean authorities = clientCertificates == ClientCertificates.TRUSTED;
        return new TlsSource(
                "budkavle.gateway.tls", key, certificate, authorities ? clientAuthorities : "", lookInterval);
    }
}
