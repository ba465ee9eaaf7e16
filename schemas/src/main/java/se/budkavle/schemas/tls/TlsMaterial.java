package se.budkavle.schemas.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What TLS needs, and found to be usable.
 *
 * @param key private key
 * @param chain its certificate, and what leads to the root
 * @param authorities who may issue the certificates of the other side; may be none
 */
public record TlsMaterial(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {

    private static final byte[] PROBE = {1, 2, 3, 4, 5, 6, 7, 8};

    /** Copies. */
    public TlsMaterial {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
    }

    /**
     * Examines it: a server that takes up what clients cannot use is down for all of them.
     *
     * @throws UnusableFilesException if the key is not the certificate's, the chain is none, or it does not hold now
     */
    static TlsMaterial examined(byte[] keyPem, byte[] chainPem, List<X509Certificate> authorities, Instant now)
            throws UnusableFilesException {
        var chain = Pem.certificates(chainPem);
        var key = Pem.privateKey(keyPem, chain.getFirst().getPublicKey().getAlgorithm());
        return examined(key, chain, authorities, now);
    }

    /**
     * The same, of what has been read already.
     *
     * @throws UnusableFilesException if the key is not the certificate's, the chain is none, or it does not hold now
     */
    static TlsMaterial examined(
            PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities, Instant now)
            throws UnusableFilesException {
        if (!belong(key, chain.getFirst().getPublicKey())) {
            throw new UnusableFilesException("the private key is not the certificate's");
        }
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!issued(chain.get(i), chain.get(i + 1))) {
                throw new UnusableFilesException(
                        "the chain is not in order: each certificate is followed by its issuer's");
            }
        }
        var material = new TlsMaterial(key, chain, authorities);
        if (now.isAfter(material.until())) {
            throw new UnusableFilesException("a certificate has expired");
        }
        if (chain.stream().anyMatch(each -> now.isBefore(each.getNotBefore().toInstant()))) {
            throw new UnusableFilesException("a certificate does not hold yet");
        }
        return material;
    }

    private static boolean belong(PrivateKey key, PublicKey publicKey) throws UnusableFilesException {
        var algorithm =
                switch (publicKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case "EdDSA" -> "EdDSA";
                    default -> throw new UnusableFilesException("the key is neither RSA, EC nor EdDSA");
                };
        try {
            var signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(PROBE);
            var verifying = Signature.getInstance(algorithm);
            verifying.initVerify(publicKey);
            verifying.update(PROBE);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean issued(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** {@return until when all of the chain holds} */
    public Instant until() {
        return chain.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** {@return the key and its chain} */
    public KeyStore keyStore() {
        return store(store -> store.setKeyEntry("key", key, null, chain.toArray(X509Certificate[]::new)));
    }

    /** {@return the authorities} */
    public KeyStore trustStore() {
        return store(store -> {
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
        });
    }

    /** {@return what a client needs that shows this certificate, and trusts the authorities alone} */
    SSLContext clientContext() {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keyStore(), null);
            var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(trustStore());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what was found to be usable is not", e);
        }
    }

    /** Fills a key store. */
    private interface Filling {
        void fill(KeyStore store) throws GeneralSecurityException;
    }

    private static KeyStore store(Filling filling) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.fill(store);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store in memory cannot be filled", e);
        }
    }

    /** Names no key. */
    @Override
    public String toString() {
        return "TlsMaterial[until " + until() + "]";
    }
}
