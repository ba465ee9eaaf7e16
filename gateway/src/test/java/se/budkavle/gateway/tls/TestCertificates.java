package se.budkavle.gateway.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** Certificates for tests, made as they are needed. */
public final class TestCertificates {

    public static final X509Bundle AUTHORITY = authority("CN=Authority");
    public static final X509Bundle OTHER_AUTHORITY = authority("CN=Other authority");

    private static final char[] PASSWORD = "test".toCharArray();

    private TestCertificates() {}

    /** What makes one. */
    private interface Making {
        X509Bundle make() throws Exception;
    }

    private static X509Bundle made(Making making) {
        try {
            return making.make();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Bundle authority(String name) {
        return made(() -> new CertificateBuilder()
                .subject(name)
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.digitalSignature)
                .buildSelfSigned());
    }

    private static CertificateBuilder template() {
        return new CertificateBuilder().subject("CN=localhost").addSanDnsName("localhost");
    }

    /** A server's, for localhost. */
    public static X509Bundle server() {
        return made(() -> template().addExtendedKeyUsageServerAuth().buildIssuedBy(AUTHORITY));
    }

    public static X509Bundle client(String name, X509Bundle authority) {
        return made(() -> new CertificateBuilder()
                .subject("CN=" + name)
                .setKeyUsage(true, KeyUsage.digitalSignature)
                .addExtendedKeyUsageClientAuth()
                .buildIssuedBy(authority));
    }

    /** Writes the key and the certificate, one after the other. */
    public static void write(X509Bundle bundle, Path key, Path certificate) throws IOException {
        Files.writeString(key, bundle.getPrivateKeyPEM());
        Files.writeString(certificate, bundle.getCertificatePathPEM());
    }

    /** A client that trusts the authority, and shows no certificate. */
    public static SSLContext anonymous() throws GeneralSecurityException {
        return context(new KeyManager[0]);
    }

    /** A client that trusts the authority, and shows a certificate. */
    public static SSLContext as(X509Bundle client) throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(client.toKeyStore(PASSWORD), PASSWORD);
        return context(keys.getKeyManagers());
    }

    /** The same, whatever authorities the server asks for. */
    public static SSLContext insistingAs(X509Bundle client) throws GeneralSecurityException {
        return context(new KeyManager[] {new Insisting(client)});
    }

    private static final class Insisting extends X509ExtendedKeyManager {

        private static final String ALIAS = "client";

        private final X509Bundle client;

        Insisting(X509Bundle client) {
            this.client = client;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            throw new UnsupportedOperationException("a client's");
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return client.getCertificatePath();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return client.getKeyPair().getPrivate();
        }
    }

    private static SSLContext context(KeyManager[] keys) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(keys, AUTHORITY.toTrustManagerFactory().getTrustManagers(), null);
        return context;
    }
}
