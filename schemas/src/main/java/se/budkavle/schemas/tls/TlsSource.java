package se.budkavle.schemas.tls;

import java.time.Duration;

/**
 * Where a certificate lies.
 *
 * @param section of the configuration that says so, for messages
 * @param key file with the private key, PKCS#8 in PEM, not encrypted
 * @param certificate file with the certificate and what leads to its root, in PEM, its own first
 * @param authorities file with who may issue the certificates of the other side, in PEM; empty: nobody
 * @param lookInterval how often the files are looked at
 */
public record TlsSource(String section, String key, String certificate, String authorities, Duration lookInterval) {}
