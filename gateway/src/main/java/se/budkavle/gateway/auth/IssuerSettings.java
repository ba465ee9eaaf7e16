package se.budkavle.gateway.auth;

import io.micronaut.context.annotation.EachProperty;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Configuration {@code budkavle.gateway.issuers.<name>}: who may issue tokens.
 *
 * @param issuer the {@code iss} claim, exactly
 * @param jwksUrl where its public keys are; a path such as {@code /dev/jwks} is on this gateway itself
 * @param certificateBound whether each of its tokens must be bound to a client's certificate (RFC 8705)
 */
@EachProperty("budkavle.gateway.issuers")
public record IssuerSettings(
        String issuer,
        String jwksUrl,
        @Bindable(defaultValue = "false") boolean certificateBound) {

    /** Validates. */
    public IssuerSettings {
        if (issuer.isBlank()) {
            throw new IllegalArgumentException("budkavle.gateway.issuers.*.issuer must not be empty");
        }
        if (!jwksUrl.startsWith("https://") && !jwksUrl.startsWith("http://") && !jwksUrl.startsWith("/")) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.issuers.*.jwks-url must be an http or https URL, or a path, not " + jwksUrl);
        }
    }
}
