package se.budkavle.gateway.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetSourceWrapper;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An issuer's public keys: fetched when the first token asks for them, as an issuer may start later than the gateway, and
 * ahead of time from then on, so that no request waits for them.
 *
 * <pre>
 * kid known -> cache (keys-for)
 * unknown   -> rate limit (refetch-interval) -> while the issuer is away: the old ones (outage) -> once again -> issuer
 * </pre>
 */
final class IssuerKeys extends JWKSetBasedJWKSource<SecurityContext> {

    private static final int LARGEST_JWKS = 256 * 1024;

    /** Keys are fetched ahead when a fifth of their time is left. */
    private static final int AHEAD = 5;

    private final Issuer issuer;

    private IssuerKeys(JWKSetSource<SecurityContext> chain, Issuer issuer) {
        super(chain);
        this.issuer = issuer;
    }

    /** The issuer itself, at the end of the chain: whether it answered when it was last asked. */
    private static final class Issuer extends JWKSetSourceWrapper<SecurityContext> {

        private volatile boolean away;

        Issuer(JWKSetSource<SecurityContext> source) {
            super(source);
        }

        @Override
        public JWKSet getJWKSet(
                JWKSetCacheRefreshEvaluator evaluator, long currentTime, @Nullable SecurityContext context)
                throws KeySourceException {
            boolean answered = false;
            try {
                var keys = getSource().getJWKSet(evaluator, currentTime, context);
                answered = true;
                return keys;
            } finally {
                away = !answered;
            }
        }
    }

    /**
     * Looks for keys, and asks the issuer if there are none.
     *
     * @throws KeySourceException if there are none, and the issuer cannot say whether there are now: where it is away, the
     *     chain answers with the old ones
     */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        var keys = super.get(selector, context);
        if (keys.isEmpty() && issuer.away) {
            throw new JWKSetUnavailableException("a key is not known, and the issuer is away");
        }
        return keys;
    }

    /** {@return the keys of an issuer; a path is resolved on this gateway itself} */
    static IssuerKeys of(IssuerSettings issuer, TokenSettings settings, Supplier<URI> itself) {
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
            var source = new Issuer(new URLBasedJWKSetSource<>(URI.create(url).toURL(), retriever));
            var chain = (JWKSetBasedJWKSource<SecurityContext>) JWKSourceBuilder.create(source)
                    .cache(settings.keysFor().toMillis(), timeout * 2L)
                    .refreshAheadCache(settings.keysFor().toMillis() / AHEAD, true)
                    // Within this time an unknown kid asks the issuer twice at most.
                    .rateLimited(settings.refetchInterval().toMillis())
                    .retrying(true)
                    .outageTolerant(settings.outage().toMillis())
                    .build();
            return new IssuerKeys(chain.getJWKSetSource(), source);
        } catch (IOException e) {
            throw new IllegalArgumentException("budkavle.gateway.issuers.*.jwks-url is not a URL: " + url, e);
        }
    }
}
