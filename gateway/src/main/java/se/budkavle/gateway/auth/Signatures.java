package se.budkavle.gateway.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyConverter;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JOSEProcessorConfiguration;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.Key;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signatures that hold: RS256, PS256, ES256 and Ed25519, each by a key of its own kind that its owner published for it.
 * The algorithm decides which keys are looked for, never the other way round, and keys come from their owner alone: what a
 * header brings along or points to (jwk, jku, x5c, x5u) is not looked at.
 */
final class Signatures {

    private static final int SHORTEST_RSA_KEY = 2048;

    private static final Map<JWSAlgorithm, JWKMatcher> KEYS = Map.of(
            JWSAlgorithm.RS256, rsa(),
            JWSAlgorithm.PS256, rsa(),
            JWSAlgorithm.ES256, curve(KeyType.EC, Curve.P_256),
            JWSAlgorithm.EdDSA, curve(KeyType.OKP, Curve.Ed25519),
            JWSAlgorithm.Ed25519, curve(KeyType.OKP, Curve.Ed25519));

    private Signatures() {}

    private static JWKMatcher rsa() {
        return new JWKMatcher.Builder()
                .keyType(KeyType.RSA)
                .minKeySize(SHORTEST_RSA_KEY)
                .build();
    }

    private static JWKMatcher curve(KeyType type, Curve curve) {
        return new JWKMatcher.Builder().keyType(type).curve(curve).build();
    }

    /** Makes a processor accept these signatures by those keys, and no others. */
    static <C extends SecurityContext> void accept(JOSEProcessorConfiguration<C> processor, JWKSource<C> source) {
        processor.setJWSKeySelector(new Selector<>(source));
        processor.setJWSVerifierFactory(new Ed25519Verifiers());
    }

    private record Selector<C extends SecurityContext>(JWKSource<C> source) implements JWSKeySelector<C> {

        @Override
        public List<? extends Key> selectJWSKeys(JWSHeader header, @Nullable C context) throws KeySourceException {
            var algorithm = header.getAlgorithm();
            var keys = KEYS.get(algorithm);
            if (keys == null) {
                return List.of();
            }
            var matcher = new JWKMatcher.Builder(keys)
                    .keyID(header.getKeyID())
                    .keyUses(KeyUse.SIGNATURE, null)
                    .algorithms(algorithm, null)
                    .build();
            return source.get(new JWKSelector(matcher), context).stream()
                    .flatMap(key -> publicKey(key).stream())
                    .toList();
        }

        private static Optional<? extends Key> publicKey(JWK key) {
            return key.getKeyType().equals(KeyType.OKP)
                    ? Ed25519Verifiers.publicKey(key.toOctetKeyPair())
                    : KeyConverter.toJavaKeys(List.of(key.toPublicJWK())).stream()
                            .findFirst();
        }
    }
}
