package se.budkavle.gateway.quota;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * Configuration {@code budkavle.gateway.quota}: how much one organisation may send.
 *
 * @param bytesPerSecond bytes of content and of events' data a second, over time, at this gateway; what it is for a day is
 *     86 400 times as much
 * @param burstBytes bytes at once, after a while without any
 * @param open deliveries under way, over all gateways: to recipients who have not answered
 * @param organisations organisations that are counted at a time, about 200 bytes each; of more, some are forgotten and begin anew
 */
@ConfigurationProperties("budkavle.gateway.quota")
public record QuotaSettings(int bytesPerSecond, int burstBytes, long open, int organisations) {

    /** As much as one request may be: then a second's rest is always enough for the next. */
    static final int LARGEST_REQUEST = 4 * 1024 * 1024;

    /** Validates. */
    public QuotaSettings {
        if (bytesPerSecond < LARGEST_REQUEST) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.quota.bytes-per-second must be at least 4194304, which one request may be, not "
                            + bytesPerSecond);
        }
        if (burstBytes < LARGEST_REQUEST) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.quota.burst-bytes must be at least 4194304, which one request may be, not "
                            + burstBytes);
        }
        if (open < 1 || organisations < 1) {
            throw new IllegalArgumentException("budkavle.gateway.quota.open and .organisations must be at least 1, not "
                    + open + " and " + organisations);
        }
    }
}
