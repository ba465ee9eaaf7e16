package se.budkavle.notifier.api;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody in without a certificate. The server asks for one and demands none, as probes have none: one that is shown has
 * been verified, and another authority's ends the connection.
 */
@ServerFilter("/internal/**")
@Requires(property = "budkavle.internal.tls.enabled", value = "true")
final class InternalCertificateFilter {

    @RequestFilter
    @Nullable HttpResponse<?> check(HttpRequest<?> request) {
        return request.getCertificate().isPresent() ? null : HttpResponse.status(HttpStatus.FORBIDDEN);
    }
}
