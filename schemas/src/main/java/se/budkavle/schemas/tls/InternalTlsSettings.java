package se.budkavle.schemas.tls;

import java.time.Duration;

/**
 * Configuration {@code budkavle.internal.tls}: whether services of one installation speak to each other over TLS 1.3, with
 * certificates on both sides.
 *
 * @param enabled whether they do; all of them or none
 * @param key file with the private key, PKCS#8 in PEM, not encrypted
 * @param certificate file with the certificate and what leads to its root, in PEM, its own first
 * @param authorities file with who may issue the certificates of the others, in PEM; nobody else is trusted
 * @param lookInterval how often the files are looked at; at least 100 ms
 */
public record InternalTlsSettings(
        boolean enabled, String key, String certificate, String authorities, Duration lookInterval) {

    private static final String SECTION = "budkavle.internal.tls";

    /** Validates. */
    public InternalTlsSettings {
        if (enabled && (key.isBlank() || certificate.isBlank() || authorities.isBlank())) {
            throw new IllegalArgumentException(
                    SECTION + ".key, .certificate and .authorities must name files when " + SECTION + ".enabled");
        }
        if (lookInterval.toMillis() < 100) {
            throw new IllegalArgumentException(SECTION + ".look-interval must be at least 100 ms, not " + lookInterval);
        }
    }

    TlsSource source() {
        return new TlsSource(SECTION, key, certificate, authorities, lookInterval);
    }
}
