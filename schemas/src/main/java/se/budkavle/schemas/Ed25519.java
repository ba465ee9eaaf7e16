package se.budkavle.schemas;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 (RFC 8032) by the JDK, with keys as JWK (RFC 8037) has them: 32 bytes each. */
public final class Ed25519 {

    private static final String NAME = "Ed25519";
    private static final int BYTES = 32;

    /** SubjectPublicKeyInfo (RFC 8410) up to the key. */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    /**
     * A key.
     *
     * @param seed the private half
     * @param publicKey the public half
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Pair(byte[] seed, byte[] publicKey) {

        /** Shows neither half. */
        @Override
        public String toString() {
            return "Pair[]";
        }
    }

    /** Makes a key. */
    public static Pair newPair() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(NAME).generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            // The key is the end of its encoding.
            byte[] encoded = pair.getPublic().getEncoded();
            return new Pair(seed, Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /**
     * Signs: the same input to the same signature.
     *
     * @throws GeneralSecurityException if the seed is none
     */
    public static byte[] sign(byte[] seed, byte[] input) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(NAME);
        signature.initSign(
                KeyFactory.getInstance(NAME).generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
        signature.update(input);
        return signature.sign();
    }

    /**
     * {@return a public key as the JDK has it}
     *
     * @param bytes the 32 bytes of it
     * @throws GeneralSecurityException if they are none
     */
    public static PublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
        var encoded = new ByteArrayOutputStream();
        encoded.writeBytes(SPKI);
        encoded.writeBytes(bytes);
        return KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
    }

    /**
     * Whether the owner of a key signed an input.
     *
     * @throws GeneralSecurityException if the public key is none
     */
    public static boolean holds(byte[] publicKey, byte[] input, byte[] signed) throws GeneralSecurityException {
        return holds(publicKey(publicKey), input, signed);
    }

    /**
     * Whether the owner of a key signed an input.
     *
     * @throws GeneralSecurityException if the public key is another kind's
     */
    public static boolean holds(PublicKey publicKey, byte[] input, byte[] signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(NAME);
        signature.initVerify(publicKey);
        signature.update(input);
        try {
            return signature.verify(signed);
        } catch (SignatureException e) {
            // Not even the form of one.
            return false;
        }
    }
}
