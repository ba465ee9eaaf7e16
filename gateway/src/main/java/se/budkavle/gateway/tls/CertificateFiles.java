package se.budkavle.gateway.tls;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.ssl.CertificateProvider;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.security.KeyStore;
import java.time.Clock;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Sinks;
import se.budkavle.schemas.tls.TlsFiles;
import se.budkavle.schemas.tls.TlsMaterial;

/** The certificate of this gateway as it lies in its files, for the server. */
@Singleton
@Named(CertificateFiles.NAME)
@Requires(property = "budkavle.gateway.tls.enabled", value = "true")
final class CertificateFiles implements CertificateProvider {

    /** As {@code micronaut.server.ssl.key-name} names it. */
    static final String NAME = "gateway";

    private final TlsFiles files;
    private final Sinks.Many<TlsMaterial> used = Sinks.many().replay().latest();

    /** @throws IllegalArgumentException if they cannot be used: there is nothing to go on with */
    CertificateFiles(TlsSettings settings, Clock clock) {
        files = new TlsFiles(settings.source(), clock);
        files.follow(material -> used.tryEmitNext(material).orThrow());
    }

    TlsFiles files() {
        return files;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Publisher<KeyStore> getKeyStore() {
        return used.asFlux().map(TlsMaterial::keyStore);
    }

    @Override
    public Publisher<KeyStore> getTrustStore() {
        return used.asFlux().map(TlsMaterial::trustStore);
    }

    /** Looks no more. */
    @PreDestroy
    void close() {
        files.close();
    }
}
