package se.budkavle.gateway.http;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * Configuration {@code budkavle.gateway.rate}: how much one organisation may ask of this gateway.
 *
 * @param requestsPerSecond requests a second, over time
 * @param burst requests at once, after a while without any
 * @param organisations organisations that are counted at a time, about 200 bytes each; of more, some are forgotten and begin anew
 */
@ConfigurationProperties("budkavle.gateway.rate")
public record RateSettings(int requestsPerSecond, int burst, int organisations) {

    /** A microsecond for each. */
    private static final int MOST_PER_SECOND = 1_000_000;

    /** Validates. */
    public RateSettings {
        if (requestsPerSecond < 1 || requestsPerSecond > MOST_PER_SECOND || burst < 1 || organisations < 1) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.rate.requests-per-second (up to 1000000), .burst and .organisations must be at least 1, not "
                            + requestsPerSecond + ", " + burst + " and " + organisations);
        }
    }
}
