package se.budkavle.gateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signed texts, put together byte by byte with the JDK alone, so that wrong ones can be made too. */
final class Jws {

    static final RSAKey RSA = rsa("rsa");
    static final RSAKey OTHER_RSA = rsa("rsa");
    static final ECKey EC = ec("ec", Curve.P_256);
    static final ECKey OTHER_EC = ec("ec", Curve.P_256);

    /** RFC 8037, appendix A. */
    static final OctetKeyPair ED = new OctetKeyPair.Builder(
                    Curve.Ed25519, new Base64URL("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
            .d(new Base64URL("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"))
            .keyID("ed")
            .build();

    /** Makes a signature of what is signed. */
    interface Signer {
        byte[] sign(byte[] input) throws GeneralSecurityException, JOSEException;
    }

    private Jws() {}

    static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey ec(String kid, Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String compact(String header, String payload, Signer signer) {
        var input = encoded(header) + "." + encoded(payload);
        try {
            return input + "." + Base64URL.encode(signer.sign(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encoded(String text) {
        return Base64URL.encode(text).toString();
    }

    static Signer rs256(RSAKey key) {
        return input -> signed("SHA256withRSA", null, key.toPrivateKey(), input);
    }

    /** RSA of another kind: SHA512withRSA … */
    static Signer rsa(RSAKey key, String algorithm) {
        return input -> signed(algorithm, null, key.toPrivateKey(), input);
    }

    static Signer pss(RSAKey key, String hash, int salt) {
        var parameters = new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1);
        return input -> signed("RSASSA-PSS", parameters, key.toPrivateKey(), input);
    }

    static Signer ps256(RSAKey key) {
        return pss(key, "SHA-256", 32);
    }

    static Signer es256(ECKey key) {
        return ecdsa(key, "SHA256withECDSAinP1363Format");
    }

    static Signer ecdsa(ECKey key, String algorithm) {
        return input -> signed(algorithm, null, key.toPrivateKey(), input);
    }

    static Signer ed(OctetKeyPair key) {
        return input -> signed(
                "Ed25519",
                null,
                KeyFactory.getInstance("Ed25519")
                        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, key.getDecodedD())),
                input);
    }

    static Signer hmac(String algorithm, byte[] secret) {
        return input -> {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return mac.doFinal(input);
        };
    }

    static Signer fixed(byte[] signature) {
        return input -> signature;
    }

    static Signer changed(Signer signer, UnaryOperator<byte[]> change) {
        return input -> change.apply(signer.sign(input));
    }

    private static byte[] signed(
            String algorithm, @Nullable AlgorithmParameterSpec parameters, PrivateKey key, byte[] input)
            throws GeneralSecurityException {
        var signature = Signature.getInstance(algorithm);
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        signature.initSign(key);
        signature.update(input);
        return signature.sign();
    }
}
