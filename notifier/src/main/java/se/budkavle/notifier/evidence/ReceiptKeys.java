package se.budkavle.notifier.evidence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.ReceiptClaims;

/**
 * The keys of receipts: one signs, and all are published, so that what an earlier one signed can still be verified. Read once,
 * at the start; what is none stops the start.
 */
@Singleton
public class ReceiptKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptKeys.class);

    private record Signing(JWSHeader header, JWSSigner signer) {}

    private final @Nullable Signing signing;
    private final List<Map<String, Object>> published;
    private final Cache<String, String> remembered;
    private final Semaphore room;

    /** Reads the keys. */
    public ReceiptKeys(ReceiptSettings settings) {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        remembered = Caffeine.newBuilder().maximumSize(settings.remembered()).build();
        // Fair: one who asks for a thousand shares with one who asks for three.
        room = new Semaphore(settings.atOnce(), true);
        Path own = settings.signingKey();
        if (own == null) {
            LOG.atWarn().log("receipts are not signed: there is no budkavle.notifier.receipts.signing-key");
            signing = null;
        } else {
            JWK key = KeyFile.privateKey(own);
            signing = signing(key);
            all.put(key.getKeyID(), key.toPublicJWK().toJSONObject());
        }
        for (Path file : settings.others()) {
            KeyFile.publicKeys(file).forEach(key -> all.putIfAbsent(key.getKeyID(), key.toJSONObject()));
        }
        published = List.copyOf(all.values());
    }

    private static Signing signing(JWK key) {
        JWSAlgorithm algorithm = KeyFile.algorithm(key);
        JWSHeader header = new JWSHeader.Builder(algorithm)
                .keyID(key.getKeyID())
                .type(new JOSEObjectType(ReceiptClaims.TYPE))
                .build();
        try {
            JWSSigner signer = algorithm.equals(JWSAlgorithm.EdDSA)
                    ? new Ed25519Signer(key.toOctetKeyPair())
                    : new RSASSASigner(key.toRSAKey());
            // A key that cannot sign, or does not fit its public half, is found now and not by whoever wants to prove
            // something.
            JWSObject probe = new JWSObject(header, new Payload("{}"));
            probe.sign(signer);
            if (!KeyFile.holds(probe, key)) {
                throw KeyFile.unusable("the public half of the signing-key is another's");
            }
            return new Signing(header, signer);
        } catch (JOSEException e) {
            throw KeyFile.unusable("the key cannot sign");
        }
    }

    /**
     * Signs a receipt as it is.
     *
     * @return a JWS in compact form (RFC 7515); null: there is no key to sign with. EdDSA gives the same every time, PS256
     *     another that is as good
     */
    public @Nullable String sign(ReceiptClaims receipt) {
        if (signing == null) {
            return null;
        }
        String digest = receipt.digest();
        String known = remembered.getIfPresent(digest);
        if (known != null) {
            return known;
        }
        String signed = sign(receipt, signing);
        remembered.put(digest, signed);
        return signed;
    }

    private String sign(ReceiptClaims receipt, Signing with) {
        JWSObject jws = new JWSObject(with.header(), new Payload(receipt.json()));
        room.acquireUninterruptibly();
        try {
            jws.sign(with.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("the key signed when it was read", e);
        } finally {
            room.release();
        }
        return jws.serialize();
    }

    /** The public keys, each as a JWK (RFC 7517), the one that signs first. */
    public List<Map<String, Object>> published() {
        return published;
    }
}
