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
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
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
        var bound = issuers.stream()
                .filter(IssuerSettings::certificateBound)
                .map(IssuerSettings::issuer)
                .collect(Collectors.toUnmodifiableSet());
        this.verifier = new TokenVerifier(keys, bound, settings, clock);
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

    /**
     * {@return the caller of a token that was verified before and still holds; never blocks}
     *
     * @param certificate the client's, asked for only if the token is bound to one
     * @throws se.budkavle.gateway.problem.RefusedException if the token is bound to another certificate
     */
    public @Nullable Caller remembered(String token, Supplier<Optional<X509Certificate>> certificate) {
        var known = verified.getIfPresent(key(token));
        return known != null && clock.instant().isBefore(known.expiresAt().plus(settings.clockSkew()))
                ? shown(known, certificate)
                : null;
    }

    /**
     * Verifies and remembers; may block while keys are fetched.
     *
     * @param certificate the client's, asked for only if the token is bound to one
     * @throws se.budkavle.gateway.problem.RefusedException if the token does not hold
     */
    public Caller verify(String token, Supplier<Optional<X509Certificate>> certificate) {
        var fresh = verifier.verify(token);
        verified.put(key(token), fresh);
        return shown(fresh, certificate);
    }

    private static Caller shown(TokenVerifier.Verified token, Supplier<Optional<X509Certificate>> certificate) {
        if (token.binding().isPresent()
                && certificate.get().filter(token.binding().get()::holds).isEmpty()) {
            throw Refusal.of(
                            ProblemCode.INVALID_TOKEN,
                            "The token is bound to a client's certificate that the connection does not have.")
                    .asException();
        }
        return token.caller();
    }

    private static String key(String token) {
        return Base64.getEncoder().encodeToString(Digests.sha256(token.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
