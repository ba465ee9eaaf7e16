package se.budkavle.gateway.tls;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.netty.NettySslContextBuilder;
import io.micronaut.http.server.netty.ssl.NettyServerSslFactory;
import io.micronaut.http.ssl.ClientAuthentication;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import jakarta.inject.Singleton;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import se.budkavle.gateway.tls.TlsSettings.ClientCertificates;

/** Makes the server speak TLS 1.3 and nothing older, and ask of clients what the settings say. */
@Singleton
@Replaces(NettyServerSslFactory.class)
@Requires(property = "budkavle.gateway.tls.enabled", value = "true")
final class ServerTls extends NettyServerSslFactory {

    private final TlsSettings settings;

    ServerTls(TlsSettings settings) {
        this.settings = settings;
    }

    @Override
    public NettySslContextBuilder serverBuilder() {
        return new Builder(settings.clientCertificates());
    }

    private static final class Builder extends NettySslContextBuilder {

        private final ClientCertificates clients;

        Builder(ClientCertificates clients) {
            super(true);
            this.clients = clients;
        }

        @Override
        public SslContext buildTcp() throws Exception {
            protocols(List.of("TLSv1.3"));
            // Asked for, not demanded: whether one is needed is up to the token, and probes have none.
            clientAuthentication(clients == ClientCertificates.NONE ? null : ClientAuthentication.WANT);
            return super.buildTcp();
        }

        @Override
        protected TrustManagerFactory createTrustManagerFactory() throws Exception {
            // The handshake proves that a client has the key of its certificate; whose it is says the token that names
            // it.
            return clients == ClientCertificates.ANY
                    ? InsecureTrustManagerFactory.INSTANCE
                    : super.createTrustManagerFactory();
        }
    }
}
