package se.budkavle.notifier.evidence;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.util.Set;
import se.budkavle.schemas.Ed25519;

/** EdDSA over Ed25519 (RFC 8037); Nimbus alone would need Tink for it. */
final class Ed25519Signer extends BaseJWSProvider implements JWSSigner {

    private final byte[] seed;

    Ed25519Signer(OctetKeyPair pair) {
        super(Set.of(JWSAlgorithm.EdDSA));
        seed = pair.getDecodedD();
    }

    @Override
    public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
        try {
            return Base64URL.encode(Ed25519.sign(seed, input));
        } catch (GeneralSecurityException e) {
            throw new JOSEException("not a private key of Ed25519", e);
        }
    }
}
