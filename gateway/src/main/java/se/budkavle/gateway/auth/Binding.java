package se.budkavle.gateway.auth;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import se.budkavle.schemas.Digests;

/**
 * The certificate that a token is bound to (RFC 8705): who shows the token must have shown the certificate, and proved that
 * its key is theirs, when the connection was made. So a token that somebody got hold of is worth nothing to them.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared but in constant time
record Binding(byte[] thumbprint) {

    private static final String CONFIRMATION = "cnf";
    private static final String THUMBPRINT = "x5t#S256";
    private static final int SHA_256 = 32;

    /**
     * {@return the binding of a token, if it has one}
     *
     * @throws ParseException if it says that it is bound in a way that cannot be checked here: it must not pass as unbound
     */
    static Optional<Binding> of(JWTClaimsSet claims) throws ParseException {
        if (!claims.getClaims().containsKey(CONFIRMATION)) {
            return Optional.empty();
        }
        // One method alone: of two, whoever has the other one's key would have to be checked too.
        if (claims.getClaim(CONFIRMATION) instanceof Map<?, ?> methods
                && methods.size() == 1
                && methods.get(THUMBPRINT) instanceof String text) {
            var thumbprint = new Base64URL(text).decode();
            if (thumbprint.length == SHA_256
                    && Base64URL.encode(thumbprint).toString().equals(text)) {
                return Optional.of(new Binding(thumbprint));
            }
        }
        throw new ParseException("bound by something else than the digest of a certificate", 0);
    }

    /** {@return whether it is this certificate} */
    boolean holds(X509Certificate certificate) {
        try {
            return MessageDigest.isEqual(thumbprint, Digests.sha256(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            return false;
        }
    }
}
