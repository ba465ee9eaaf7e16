package se.budkavle.gateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.proc.JWSVerifierFactory;
import com.nimbusds.jose.util.Base64URL;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** EdDSA over Ed25519 (RFC 8037) with the JDK's own implementation; Nimbus alone would need Tink for it. */
final class Ed25519 {

    private static final Set<JWSAlgorithm> NAMES = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    /** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410) up to its 32 bytes. */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    /** {@return the key for the JDK, if it is one} */
    static Optional<PublicKey> publicKey(OctetKeyPair key) {
        try {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(SPKI);
            bytes.writeBytes(key.getDecodedX());
            var spec = new X509EncodedKeySpec(bytes.toByteArray());
            return Optional.of(KeyFactory.getInstance("Ed25519").generatePublic(spec));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Verifies EdDSA, and leaves all else to Nimbus. */
    static final class VerifierFactory implements JWSVerifierFactory {

        private final DefaultJWSVerifierFactory others = new DefaultJWSVerifierFactory();

        @Override
        public JWSVerifier createJWSVerifier(JWSHeader header, Key key) throws JOSEException {
            return NAMES.contains(header.getAlgorithm()) && key instanceof EdECPublicKey edwards
                    ? new Verifier(edwards)
                    : others.createJWSVerifier(header, key);
        }

        @Override
        public Set<JWSAlgorithm> supportedJWSAlgorithms() {
            return others.supportedJWSAlgorithms();
        }

        @Override
        public JCAContext getJCAContext() {
            return others.getJCAContext();
        }
    }

    private static final class Verifier implements JWSVerifier {

        private final EdECPublicKey key;
        private final JCAContext context = new JCAContext();

        Verifier(EdECPublicKey key) {
            this.key = key;
        }

        @Override
        public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) throws JOSEException {
            if (header.getCriticalParams() != null
                    && !header.getCriticalParams().isEmpty()) {
                return false;
            }
            try {
                var verification = Signature.getInstance("Ed25519");
                verification.initVerify(key);
                verification.update(signingInput);
                return verification.verify(signature.decode());
            } catch (SignatureException e) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new JOSEException("Ed25519 is not available", e);
            }
        }

        @Override
        public Set<JWSAlgorithm> supportedJWSAlgorithms() {
            return NAMES;
        }

        @Override
        public JCAContext getJCAContext() {
            return context;
        }
    }
}
