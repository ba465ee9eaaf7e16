package se.budkavle.gateway.tls;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import java.util.Map;
import org.reactivestreams.Publisher;
import se.budkavle.schemas.tls.TlsFiles;

/**
 * Tells until when the certificate holds, and whether newer files are refused. It takes no gateway out of service: the others
 * have the same certificate.
 */
@Context
@Readiness
@Requires(property = "budkavle.gateway.tls.enabled", value = "true")
final class CertificateHealth implements HealthIndicator {

    private final TlsFiles files;

    CertificateHealth(CertificateFiles certificate, MeterRegistry meters) {
        this.files = certificate.files();
        Gauge.builder("budkavle.gateway.certificate.days", files, TlsFiles::days)
                .description("Days until the certificate in use expires, or one that leads to its root")
                .register(meters);
        Gauge.builder("budkavle.gateway.certificate.refused", files, each -> each.isRefused() ? 1 : 0)
                .description("1 while the certificate's files hold something that cannot be used")
                .register(meters);
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.just(HealthResult.builder("certificate", HealthStatus.UP)
                .details(Map.of("until", files.until().toString(), "newFilesRefused", files.isRefused()))
                .build());
    }
}
