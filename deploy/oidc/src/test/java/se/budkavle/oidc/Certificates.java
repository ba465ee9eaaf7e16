package se.budkavle.oidc;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority, a certificate for everything on this machine, and clients that have certificates of their own. */
final class Certificates {

    static final char[] PASSWORD = "test".toCharArray();

    private final X509Bundle authority;
    private final X509Bundle server;

    Certificates() throws Exception {
        authority = new CertificateBuilder()
                .subject("CN=Authority")
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.digitalSignature)
                .buildSelfSigned();
        server = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .addExtendedKeyUsageServerAuth()
                .buildIssuedBy(authority);
    }

    X509Bundle server() {
        return server;
    }

    X509Bundle client(String name) throws Exception {
        return new CertificateBuilder()
                .subject("CN=" + name)
                .setKeyUsage(true, KeyUsage.digitalSignature)
                .addExtendedKeyUsageClientAuth()
                .buildIssuedBy(authority);
    }

    /** The server's key; its authority is trusted with it. */
    KeyStore serverStore() throws GeneralSecurityException {
        return server.toKeyStore(PASSWORD);
    }

    KeyStore trusted() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority.getRootCertificate());
        return store;
    }

    SSLContext anonymous() throws GeneralSecurityException {
        return context(new KeyManager[0]);
    }

    /** With the whole chain: a server that wants {@code tls_client_auth} looks whether there is one. */
    SSLContext as(X509Bundle client) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", client.getKeyPair().getPrivate(), PASSWORD, client.getCertificatePathWithRoot());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        return context(keys.getKeyManagers());
    }

    private SSLContext context(KeyManager[] keys) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(keys, authority.toTrustManagerFactory().getTrustManagers(), null);
        return context;
    }
}
