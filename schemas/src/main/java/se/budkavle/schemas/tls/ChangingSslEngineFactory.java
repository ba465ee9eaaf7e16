package se.budkavle.schemas.tls;

import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes Kafka's clients take up new certificates without a restart ({@code ssl.engine.factory.class}): each new connection is
 * made with what the files hold then. Kafka's own would read them once, when the client is made.
 */
public final class ChangingSslEngineFactory implements SslEngineFactory {

    private @Nullable StoreFiles files;

    @Override
    public void configure(Map<String, ?> properties) {
        files = StoreFiles.of(properties);
    }

    private DefaultSslEngineFactory usable() {
        if (files == null) {
            throw new IllegalStateException("configure() was not called");
        }
        return files.usable();
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
        return usable().createClientSslEngine(host, port, endpointIdentification);
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
        return usable().createServerSslEngine(host, port);
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> properties) {
        return usable().shouldBeRebuilt(properties);
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return usable().reconfigurableConfigs();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return usable().keystore();
    }

    @Override
    public @Nullable KeyStore truststore() {
        return usable().truststore();
    }

    /** The files are others' too. */
    @Override
    public void close() {}
}
