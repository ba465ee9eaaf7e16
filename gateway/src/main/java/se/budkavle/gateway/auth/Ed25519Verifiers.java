package se.budkavle.gateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.proc.JWSVerifierFactory;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Optional;
import java.util.Set;
import se.budkavle.schemas.Ed25519;

/** Verifies EdDSA over Ed25519 (RFC 8037), for which Nimbus alone would need Tink, and leaves all else to it. */
final class Ed25519Verifiers implements JWSVerifierFactory {

    private static final Set<JWSAlgorithm> NAMES = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    private final DefaultJWSVerifierFactory others = new DefaultJWSVerifierFactory();

    /** {@return the key for the JDK, if it is one} */
    static Optional<PublicKey> publicKey(OctetKeyPair key) {
        try {
            return Optional.of(Ed25519.publicKey(key.getDecodedX()));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

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

    private static final class Verifier extends BaseJWSProvider implements JWSVerifier {

        private final EdECPublicKey key;

        Verifier(EdECPublicKey key) {
            super(NAMES);
            this.key = key;
        }

        @Override
        public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) throws JOSEException {
            if (header.getCriticalParams() != null
                    && !header.getCriticalParams().isEmpty()) {
                return false;
            }
            try {
                return Ed25519.holds(key, signingInput, signature.decode());
            } catch (GeneralSecurityException e) {
                throw new JOSEException("Ed25519 is not available", e);
            }
        }
    }
}
