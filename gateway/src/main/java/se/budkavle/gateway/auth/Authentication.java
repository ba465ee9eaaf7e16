package se.budkavle.gateway.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Digests;

/** Tokens to callers: remembers what was verified, by a digest of the token, for a bounded time. */
@Singleton
public final class Authentication {

    private static final int LARGEST_JWKS = 256 * 1024;

    private final TokenVerifier verifier;
    private final TokenSettings settings;
    private final Clock clock;
    private final Cache<String, TokenVerifier.Verified> verified;

    Authentication(List<IssuerSettings> issuers, TokenSettings settings, Provider<EmbeddedServer> server, Clock clock) {
        Map<String, JWKSource<SecurityContext>> keys = new HashMap<>();
        issuers.forEach(issuer -> keys.put(issuer.issuer(), keys(issuer, settings, server)));
        this.verifier = new TokenVerifier(keys, settings, clock);
        this.settings = settings;
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumSize(settings.cacheSize())
                .expireAfterWrite(settings.cacheTime())
                .build();
    }

    /** Keys are fetched when the first token asks for them: an issuer may start later than the gateway. */
    private static JWKSource<SecurityContext> keys(
            IssuerSettings issuer, TokenSettings settings, Provider<EmbeddedServer> server) {
        int timeout = (int) settings.fetchTimeout().toMillis();
        var retriever = new DefaultResourceRetriever(timeout, timeout, LARGEST_JWKS) {
            @Override
            public com.nimbusds.jose.util.Resource retrieveResource(URL url) throws IOException {
                var target = issuer.jwksUrl().startsWith("/")
                        ? server.get().getURI().resolve(issuer.jwksUrl()).toURL()
                        : url;
                return super.retrieveResource(target);
            }
        };
        var url = issuer.jwksUrl().startsWith("/") ? "http://localhost" + issuer.jwksUrl() : issuer.jwksUrl();
        try {
            return JWKSourceBuilder.<SecurityContext>create(URI.create(url).toURL(), retriever)
                    .cache(settings.keysFor().toMillis(), timeout * 2L)
                    .refreshAheadCache(false)
                    // An unknown kid asks the issuer again, twice within this time at most.
                    .rateLimited(timeout)
                    .retrying(true)
                    .outageTolerant(settings.outage().toMillis())
                    .build();
        } catch (IOException e) {
            throw new IllegalArgumentException("budkavle.gateway.issuers.*.jwks-url is not a URL: " + url, e);
        }
    }

    /** {@return the caller of a token that was verified before and still holds; never blocks} */
    public @Nullable Caller remembered(String token) {
        var known = verified.getIfPresent(key(token));
        return known != null && clock.instant().isBefore(known.expiresAt().plus(settings.clockSkew()))
                ? known.caller()
                : null;
    }

    /**
     * Verifies and remembers; may block while keys are fetched.
     *
     * @throws se.budkavle.gateway.problem.RefusedException if the token does not hold
     */
    public Caller verify(String token) {
        var fresh = verifier.verify(token);
        verified.put(key(token), fresh);
        return fresh.caller();
    }

    private static String key(String token) {
        return Base64.getEncoder().encodeToString(Digests.sha256(token.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
