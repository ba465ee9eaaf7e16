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
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * Tells until when the certificate holds, and whether newer files are refused. It takes no gateway out of service: the others
 * have the same certificate.
 */
@Context
@Readiness
@Requires(property = "budkavle.gateway.tls.enabled", value = "true")
final class CertificateHealth implements HealthIndicator {

    private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

    private final CertificateFiles files;

    CertificateHealth(CertificateFiles files, MeterRegistry meters, Clock clock) {
        this.files = files;
        Gauge.builder("budkavle.gateway.certificate.days", files, each -> days(each, clock))
                .description("Days until the certificate in use expires, or one that leads to its root")
                .register(meters);
        Gauge.builder("budkavle.gateway.certificate.refused", files, each -> each.isRefused() ? 1 : 0)
                .description("1 while the certificate's files hold something that cannot be used")
                .register(meters);
    }

    private static double days(CertificateFiles files, Clock clock) {
        return Duration.between(clock.instant(), files.until()).toSeconds() / SECONDS_A_DAY;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.just(HealthResult.builder("certificate", HealthStatus.UP)
                .details(Map.of("until", files.until().toString(), "newFilesRefused", files.isRefused()))
                .build());
    }
}
