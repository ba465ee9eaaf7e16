package se.budkavle.gateway.auth;

import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.function.Supplier;

/**
 * An issuer's public keys: fetched when the first token asks for them, as an issuer may start later than the gateway, and
 * ahead of time from then on, so that no request waits for them.
 *
 * <pre>
 * kid known -> cache (keys-for)
 * unknown   -> rate limit (refetch-interval) -> while the issuer is away: the old ones (outage) -> once again -> issuer
 * </pre>
 */
final class IssuerKeys {

    private static final int LARGEST_JWKS = 256 * 1024;

    /** Keys are fetched ahead when a fifth of their time is left. */
    private static final int AHEAD = 5;

    private IssuerKeys() {}

    /** {@return the keys of an issuer; a path is resolved on this gateway itself} */
    static JWKSetBasedJWKSource<SecurityContext> of(
            IssuerSettings issuer, TokenSettings settings, Supplier<URI> itself) {
        int timeout = (int) settings.fetchTimeout().toMillis();
        boolean own = issuer.jwksUrl().startsWith("/");
        var retriever = new DefaultResourceRetriever(timeout, timeout, LARGEST_JWKS) {
            @Override
            public Resource retrieveResource(URL url) throws IOException {
                return super.retrieveResource(
                        own ? itself.get().resolve(issuer.jwksUrl()).toURL() : url);
            }
        };
        var url = own ? "http://localhost" + issuer.jwksUrl() : issuer.jwksUrl();
        try {
            JWKSource<SecurityContext> source = JWKSourceBuilder.<SecurityContext>create(
                            URI.create(url).toURL(), retriever)
                    .cache(settings.keysFor().toMillis(), timeout * 2L)
                    .refreshAheadCache(settings.keysFor().toMillis() / AHEAD, true)
                    // Within this time an unknown kid asks the issuer twice at most.
                    .rateLimited(settings.refetchInterval().toMillis())
                    .retrying(true)
                    .outageTolerant(settings.outage().toMillis())
                    .build();
            return (JWKSetBasedJWKSource<SecurityContext>) source;
        } catch (IOException e) {
            throw new IllegalArgumentException("budkavle.gateway.issuers.*.jwks-url is not a URL: " + url, e);
        }
    }
}
