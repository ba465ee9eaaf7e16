package se.budkavle.gateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerifierFactory;
import com.nimbusds.jose.proc.SecurityContext;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** EdDSA over Ed25519 (RFC 8037) with the JDK's own implementation; Nimbus alone would need Tink for it. */
final class Ed25519 {

    private static final Set<JWSAlgorithm> NAMES = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    /** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410) up to its 32 bytes. */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    /** Selects Ed25519 keys for EdDSA, and leaves all else to another selector. */
    static final class KeySelector<C extends SecurityContext> implements JWSKeySelector<C> {

        private final JWKSource<C> source;
        private final JWSKeySelector<C> others;

        KeySelector(JWKSource<C> source, JWSKeySelector<C> others) {
            this.source = source;
            this.others = others;
        }

        @Override
        public List<? extends Key> selectJWSKeys(JWSHeader header, @Nullable C context) throws KeySourceException {
            if (!NAMES.contains(header.getAlgorithm())) {
                return others.selectJWSKeys(header, context);
            }
            var matcher = new JWKMatcher.Builder()
                    .keyType(KeyType.OKP)
                    .curve(Curve.Ed25519)
                    .keyID(header.getKeyID())
                    .build();
            return source.get(new JWKSelector(matcher), context).stream()
                    .flatMap(key -> publicKey(key).stream())
                    .toList();
        }

        private static Optional<PublicKey> publicKey(JWK key) {
            try {
                var bytes = new ByteArrayOutputStream();
                bytes.writeBytes(SPKI);
                bytes.writeBytes(key.toOctetKeyPair().getDecodedX());
                var spec = new X509EncodedKeySpec(bytes.toByteArray());
                return Optional.of(KeyFactory.getInstance("Ed25519").generatePublic(spec));
            } catch (GeneralSecurityException e) {
                return Optional.empty();
            }
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
