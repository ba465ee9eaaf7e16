package se.budkavle.gateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.gateway.address.AddressSyntax;
import se.budkavle.gateway.problem.Complaints;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.Digests;

/**
 * Verifies access tokens: JWT (RFC 7519) of a trusted issuer, signed RS256, PS256, ES256 or EdDSA, for our audience, in
 * its time, with an organisation. May block while an issuer's keys are fetched.
 */
public final class TokenVerifier {

    private static final Logger LOG = LoggerFactory.getLogger(TokenVerifier.class);
    private static final int LONGEST_TOKEN = 8 * 1024;
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+){2}");
    private static final Duration COMPLAINT = Duration.ofSeconds(30);

    private final Map<String, DefaultJWTProcessor<SecurityContext>> issuers = new HashMap<>();
    private final Set<String> certificateBound;
    private final String organisationClaim;
    private final Complaints complaints = new Complaints(COMPLAINT);

    /**
     * Trusts these issuers.
     *
     * @param keys their keys, by the {@code iss} claim
     * @param certificateBound those whose tokens must be bound to a certificate
     */
    public TokenVerifier(
            Map<String, ? extends JWKSource<SecurityContext>> keys,
            Set<String> certificateBound,
            TokenSettings settings,
            Clock clock) {
        this.certificateBound = Set.copyOf(certificateBound);
        this.organisationClaim = settings.organisationClaim();
        keys.forEach((issuer, source) -> issuers.put(issuer, processor(issuer, source, settings, clock)));
    }

    private static DefaultJWTProcessor<SecurityContext> processor(
            String issuer, JWKSource<SecurityContext> source, TokenSettings settings, Clock clock) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        Signatures.accept(processor, source);
        var claims =
                new DefaultJWTClaimsVerifier<SecurityContext>(
                        settings.audience(),
                        new JWTClaimsSet.Builder().issuer(issuer).build(),
                        Set.of("sub", "exp", settings.organisationClaim())) {
                    @Override
                    protected java.util.Date currentTime() {
                        return java.util.Date.from(clock.instant());
                    }
                };
        claims.setMaxClockSkew((int) settings.clockSkew().toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }

    /**
     * A token that holds.
     *
     * @param caller who calls
     * @param expiresAt until when
     * @param binding the certificate that must come with it, if it is bound to one
     */
    record Verified(Caller caller, Instant expiresAt, Optional<Binding> binding) {}

    /**
     * Verifies a token.
     *
     * @return the caller, and what the token is bound to: that it came with it is for the caller of this to see
     * @throws se.budkavle.gateway.problem.RefusedException 401 if it does not hold, 503 if the issuer's keys cannot be had
     */
    Verified verify(String token) {
        try {
            if (token.length() > LONGEST_TOKEN) {
                throw invalid("The token is too long.");
            }
            var jwt = parse(token);
            var issuer = jwt.getJWTClaimsSet().getIssuer();
            var processor = issuer == null ? null : issuers.get(issuer);
            if (processor == null) {
                throw invalid("The token's issuer is not trusted.");
            }
            var claims = processor.process(jwt, null);
            var binding = Binding.of(claims);
            if (binding.isEmpty() && certificateBound.contains(issuer)) {
                throw invalid("Tokens of this issuer must be bound to a client's certificate.");
            }
            return new Verified(caller(claims), claims.getExpirationTime().toInstant(), binding);
        } catch (KeySourceException e) {
            complain(e);
            throw Refusal.of(ProblemCode.UNAVAILABLE, "The issuer's keys cannot be fetched.")
                    .asException();
        } catch (BadJOSEException e) {
            // Nimbus' own sentences name claims, never their values.
            throw invalid(
                    expired(e)
                            ? "The token has expired."
                            : "The token's signature, times, issuer, audience or claims do not hold.");
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw invalid("Not a signed JWT.");
        }
    }

    /** One spelling only: decoders would pass over what is no base64url, and over bits that are left at its end. */
    private static SignedJWT parse(String token) throws ParseException {
        if (!COMPACT.matcher(token).matches()) {
            throw new ParseException("not three parts in base64url", 0);
        }
        var jwt = SignedJWT.parse(token);
        if (!Base64URL.encode(jwt.getSignature().decode()).equals(jwt.getSignature())) {
            throw new ParseException("not the shortest base64url", 0);
        }
        var header = jwt.getHeader();
        if (header.getJWK() != null
                || header.getJWKURL() != null
                || header.getX509CertURL() != null
                || header.getX509CertChain() != null) {
            throw new ParseException("brings its own key", 0);
        }
        return jwt;
    }

    /** Anybody can make up a key id that has to be asked for: now and then is enough. */
    private void complain(KeySourceException e) {
        long times = complaints.due(System.nanoTime());
        if (times > 0) {
            // Tells of the issuer's key server, never of the token.
            LOG.atWarn()
                    .addKeyValue("error", e.getMessage())
                    .addKeyValue("times", times)
                    .log("an issuer's keys cannot be fetched");
        }
    }

    private static boolean expired(BadJOSEException e) {
        return e instanceof com.nimbusds.jwt.proc.ExpiredJWTException;
    }

    private static RuntimeException invalid(String detail) {
        return Refusal.of(ProblemCode.INVALID_TOKEN, detail).asException();
    }

    private Caller caller(JWTClaimsSet claims) throws ParseException {
        if (claims.getSubject().isBlank()) {
            throw invalid("The token has no subject.");
        }
        var organisation = claims.getStringClaim(organisationClaim);
        var folded = organisation == null ? null : AddressSyntax.fold(organisation);
        if (folded == null) {
            throw invalid("The token's organisation is not an identifier such as 0203:agency.se.");
        }
        return new Caller(folded, pseudonym(claims), scopes(claims));
    }

    /** The subject may be a person: what goes on is a digest. */
    private static String pseudonym(JWTClaimsSet claims) {
        var subject = claims.getIssuer() + "\n" + claims.getSubject();
        return HexFormat.of().formatHex(Digests.sha256(subject.getBytes(StandardCharsets.UTF_8)), 0, 16);
    }

    private static Set<String> scopes(JWTClaimsSet claims) {
        @Nullable Object scope = claims.getClaim("scope");
        var scopes = new LinkedHashSet<String>();
        switch (scope) {
            case String text -> scopes.addAll(Arrays.asList(text.trim().split(" +")));
            case Iterable<?> list -> list.forEach(each -> scopes.add(String.valueOf(each)));
            case null, default -> {
                // No scope: what any valid token may.
            }
        }
        scopes.remove("");
        return scopes;
    }
}
