package se.budkavle.gateway.message;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * Configuration {@code budkavle.gateway.intake}: how messages are taken in.
 *
 * @param knownRequests most keys remembered, about 200 bytes each
 * @param knownFor how long a key is remembered
 */
@ConfigurationProperties("budkavle.gateway.intake")
public record IntakeSettings(int knownRequests, Duration knownFor) {

    /** Validates. */
    public IntakeSettings {
        if (knownRequests < 1) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.intake.known-requests must be at least 1, not " + knownRequests);
        }
        if (knownFor.isNegative() || knownFor.isZero()) {
            throw new IllegalArgumentException("budkavle.gateway.intake.known-for must be positive, not " + knownFor);
        }
    }
}
