package se.budkavle.local.dev;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Scope;
import se.budkavle.gateway.json.JsonFields;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.local.LocalIdentity;

/** The local identity provider: real JWTs, signed with a real key, for whoever asks. */
@Controller("/dev")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DevTokenController {

    private static final Duration LIFETIME = Duration.ofHours(12);
    private static final Pattern ORGANISATION = Pattern.compile("\\d{4}:[a-z0-9](?:[a-z0-9._-]{0,248}[a-z0-9])?");

    /** What an agency gets that names no scope: everything but the operator's. */
    private static final String AGENCY_SCOPES = Arrays.stream(Scope.values())
            .map(Scope::text)
            .filter(Predicate.not(scope -> scope.startsWith("operator:")))
            .collect(Collectors.joining(" "));

    private static final Set<String> SCOPES =
            Arrays.stream(Scope.values()).map(Scope::text).collect(Collectors.toUnmodifiableSet());

    private final DevKeys keys;
    private final RSASSASigner signer;

    DevTokenController(DevKeys keys) throws JOSEException {
        this.keys = keys;
        this.signer = new RSASSASigner(keys.signingKey());
    }

    /** Answers with OAuth's names (RFC 6749). */
    @Post("/token")
    Map<String, Object> token(@Body byte @Nullable [] body) throws JOSEException {
        var issues = new Issues();
        var fields = new JsonFields(
                StrictJson.object(body == null ? new byte[0] : body, issues).orRefuse(), "", issues);
        String organisation = fields.requiredText("organisation", 255);
        if (!organisation.isEmpty() && !ORGANISATION.matcher(organisation).matches()) {
            fields.fault("organisation", "invalid-organisation", "Not an organisation, such as 0203:a.se.");
        }
        String scope = fields.has("scope") ? fields.requiredText("scope", 1000) : AGENCY_SCOPES;
        if (!SCOPES.containsAll(Arrays.asList(scope.strip().split(" +", 50)))) {
            fields.fault(
                    "scope",
                    "unknown-scope",
                    "Scopes, separated by a space, are: "
                            + String.join(" ", SCOPES.stream().sorted().toList()) + ".");
        }
        fields.refuseOthers();
        if (!issues.isEmpty()) {
            throw Refusal.invalid(issues.list()).asException();
        }
        return Map.of("access_token", sign(organisation, scope.strip()), "expires_in", LIFETIME.toSeconds());
    }

    @Get("/jwks")
    Map<String, Object> jwks() {
        return keys.publicKeys().toJSONObject();
    }

    private String sign(String organisation, String scope) throws JOSEException {
        Instant now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(LocalIdentity.ISSUER)
                .audience("budkavle")
                .subject("dev@" + organisation)
                .claim("organisation", organisation)
                .claim("scope", scope)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(keys.signingKey().getKeyID())
                .build();
        var token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }
}
