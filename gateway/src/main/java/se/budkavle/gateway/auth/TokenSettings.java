package se.budkavle.gateway.auth;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * Configuration {@code budkavle.gateway.tokens}: how tokens are verified.
 *
 * @param audience the {@code aud} that a token must have
 * @param organisationClaim name of the claim with the organisation
 * @param clockSkew how far clocks may differ; up to 5 min
 * @param cacheSize most verified tokens remembered, about 500 bytes each
 * @param cacheTime how long a verified token is believed without looking again; a withdrawn key holds that long
 * @param keysFor how long keys are used before they are fetched again
 * @param outage how long old keys are used while the issuer cannot be reached
 * @param refetchInterval within this time an issuer is asked twice at most for keys that are not known
 * @param fetchTimeout longest wait for an issuer
 */
@ConfigurationProperties("budkavle.gateway.tokens")
public record TokenSettings(
        String audience,
        String organisationClaim,
        Duration clockSkew,
        int cacheSize,
        Duration cacheTime,
        Duration keysFor,
        Duration outage,
        Duration refetchInterval,
        Duration fetchTimeout) {

    private static final int LEAST_FETCHES = 4;

    /** Validates. */
    public TokenSettings {
        if (audience.isBlank() || organisationClaim.isBlank()) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.tokens.audience and .organisation-claim must not be empty");
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("budkavle.gateway.tokens.clock-skew must be 0s to 5m, not " + clockSkew);
        }
        if (cacheSize < 0) {
            throw new IllegalArgumentException("budkavle.gateway.tokens.cache-size must not be negative");
        }
        if (!fetchTimeout.isPositive() || keysFor.compareTo(fetchTimeout.multipliedBy(LEAST_FETCHES)) < 0) {
            throw new IllegalArgumentException("budkavle.gateway.tokens.keys-for must be at least " + LEAST_FETCHES
                    + " times fetch-timeout, which must be positive, not " + keysFor + " and " + fetchTimeout);
        }
        if (!refetchInterval.isPositive() || outage.isNegative()) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.tokens.refetch-interval must be positive, and outage not negative, not "
                            + refetchInterval + " and " + outage);
        }
    }
}
