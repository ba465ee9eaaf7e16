package se.budkavle.notifier.api;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.ssl.CertificateProvider;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.security.KeyStore;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Sinks;
import se.budkavle.schemas.tls.InternalTls;
import se.budkavle.schemas.tls.TlsMaterial;

/** The certificate that this instance shows to other services, and who may issue theirs, for the server. */
@Singleton
@Named(InternalCertificate.NAME)
@Requires(property = "budkavle.internal.tls.enabled", value = "true")
final class InternalCertificate implements CertificateProvider {

    /** As {@code micronaut.server.ssl.key-name} and {@code trust-name} name it. */
    static final String NAME = "internal";

    private final Sinks.Many<TlsMaterial> used = Sinks.many().replay().latest();

    InternalCertificate(InternalTls tls) {
        tls.files().orElseThrow().follow(material -> used.tryEmitNext(material).orThrow());
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
}
