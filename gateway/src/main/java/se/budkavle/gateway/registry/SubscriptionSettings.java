package se.budkavle.gateway.registry;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * Configuration {@code budkavle.gateway.subscriptions}.
 *
 * @param mostPerOrganisation most subscriptions of an organisation; counted on this gateway's copy, so that requests at the
 *     same moment may exceed it by as many as they are
 * @param sealWith id of the key, of {@code budkavle.secrets.keys}, with which new signing secrets are encrypted; empty:
 *     there is none, and webhooks cannot be subscribed
 * @param secretOverlap how long a secret that was replaced still signs, where the caller does not say
 * @param longestSecretOverlap the longest that a caller may ask for
 * @param replayWithin how long a replay may take; what is left then is not replayed
 */
@ConfigurationProperties("budkavle.gateway.subscriptions")
public record SubscriptionSettings(
        int mostPerOrganisation,
        String sealWith,
        Duration secretOverlap,
        Duration longestSecretOverlap,
        Duration replayWithin) {

    private static final String PREFIX = "budkavle.gateway.subscriptions.";

    /** Validates. */
    public SubscriptionSettings {
        if (mostPerOrganisation < 1) {
            throw new IllegalArgumentException(
                    PREFIX + "most-per-organisation must be at least 1, not " + mostPerOrganisation);
        }
        if (secretOverlap.isNegative() || secretOverlap.compareTo(longestSecretOverlap) > 0) {
            throw new IllegalArgumentException(
                    PREFIX + "secret-overlap must be 0s to longest-secret-overlap, not " + secretOverlap);
        }
        if (!replayWithin.isPositive()) {
            throw new IllegalArgumentException(PREFIX + "replay-within must be positive, not " + replayWithin);
        }
        sealWith = sealWith.strip();
    }
}
