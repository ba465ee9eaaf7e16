package se.budkavle.gateway.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.IOException;
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

    private final Map<String, JWKSetBasedJWKSource<SecurityContext>> keys = new HashMap<>();
    private final TokenVerifier verifier;
    private final TokenSettings settings;
    private final Clock clock;
    private final Cache<String, TokenVerifier.Verified> verified;

    Authentication(List<IssuerSettings> issuers, TokenSettings settings, Provider<EmbeddedServer> server, Clock clock) {
        issuers.forEach(issuer -> keys.put(issuer.issuer(), IssuerKeys.of(issuer, settings, () -> server.get()
                .getURI())));
        this.verifier = new TokenVerifier(keys, settings, clock);
        this.settings = settings;
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumSize(settings.cacheSize())
                .expireAfterWrite(settings.cacheTime())
                .build();
    }

    /** Nothing is fetched ahead any more. */
    @PreDestroy
    void close() throws IOException {
        for (var each : keys.values()) {
            each.close();
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
