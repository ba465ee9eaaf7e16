package se.budkavle.gateway.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import se.budkavle.schemas.tls.InternalTls;
import se.budkavle.schemas.tls.InternalTlsSettings;
import se.budkavle.schemas.tls.TlsFiles;

/** How the gateway speaks to the notifier. */
@Factory
final class InternalTlsBeans {

    @Singleton
    InternalTlsSettings internalTlsSettings(
            @Property(name = "budkavle.internal.tls.enabled", defaultValue = "false") boolean enabled,
            @Property(name = "budkavle.internal.tls.key", defaultValue = "") String key,
            @Property(name = "budkavle.internal.tls.certificate", defaultValue = "") String certificate,
            @Property(name = "budkavle.internal.tls.authorities", defaultValue = "") String authorities,
            @Property(name = "budkavle.internal.tls.look-interval", defaultValue = "30s") Duration lookInterval) {
        return new InternalTlsSettings(enabled, key, certificate, authorities, lookInterval);
    }

    /** With the context, so that files that cannot be used are found at the start. */
    @Context
    @Bean(preDestroy = "close")
    InternalTls internalTls(
            InternalTlsSettings settings,
            BeanProvider<NotifierSettings> notifier,
            Clock clock,
            BeanProvider<MeterRegistry> meters) {
        if (settings.enabled()
                && !notifier.get().urls().stream().allMatch(url -> "https".equalsIgnoreCase(url.getScheme()))) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.notifier.urls must begin with https when budkavle.internal.tls.enabled");
        }
        var tls = new InternalTls(settings, clock);
        tls.files().ifPresent(files -> {
            Gauge.builder("budkavle.internal.certificate.days", files, TlsFiles::days)
                    .description(
                            "Days until the certificate shown to other services expires, or one that leads to its root")
                    .register(meters.get());
            Gauge.builder("budkavle.internal.certificate.refused", files, each -> each.isRefused() ? 1 : 0)
                    .description("1 while its files hold something that cannot be used")
                    .register(meters.get());
        });
        return tls;
    }
}
