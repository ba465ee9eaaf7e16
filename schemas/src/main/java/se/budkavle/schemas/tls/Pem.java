package se.budkavle.schemas.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads keys and certificates in PEM (RFC 7468); the JDK's own decoder is a preview. */
final class Pem {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Pem() {}

    /** {@return the certificates in their order; at least one} */
    static List<X509Certificate> certificates(byte[] pem) throws UnusableFilesException {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var certificates = factory.generateCertificates(new ByteArrayInputStream(pem)).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (certificates.isEmpty()) {
                throw new UnusableFilesException("there is no certificate");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new UnusableFilesException("what should be certificates is none", e);
        }
    }

    /**
     * {@return the private key}
     *
     * @param algorithm of its public half, which a certificate names
     */
    static PrivateKey privateKey(byte[] pem, String algorithm) throws UnusableFilesException {
        var found = PKCS8.matcher(new String(pem, StandardCharsets.US_ASCII));
        if (!found.find()) {
            throw new UnusableFilesException(
                    "there is no private key in PKCS#8 (openssl pkcs8 -topk8 -nodes makes one)");
        }
        try {
            var der = Base64.getMimeDecoder().decode(found.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnusableFilesException("the private key is not of the certificate's kind", e);
        }
    }
}
