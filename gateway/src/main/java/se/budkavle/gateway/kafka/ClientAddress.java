package se.budkavle.gateway.kafka;

import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.http.server.util.HttpClientAddressResolver;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * The address of the client whose request this thread works on: for the audit. Behind a proxy it is that of the proxy,
 * unless {@code micronaut.server.client-address-header} names the header in which the proxy tells the client's.
 */
@Singleton
public final class ClientAddress {

    private final HttpClientAddressResolver resolver;

    ClientAddress(HttpClientAddressResolver resolver) {
        this.resolver = resolver;
    }

    /** {@return the address; empty: no request is behind this} */
    public Optional<String> current() {
        return ServerRequestContext.currentRequest().map(resolver::resolve);
    }
}
