package se.budkavle.gateway.http;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;
import java.util.List;

/**
 * Configuration {@code budkavle.gateway.traffic}: what operators see of the last hour.
 *
 * @param interval how often the books and lags are looked at
 * @param kept how many looks are remembered; with the interval, how far back the plots go
 * @param groups consumer groups whose lag is told
 */
@ConfigurationProperties("budkavle.gateway.traffic")
public record TrafficSettings(Duration interval, int kept, List<String> groups) {

    /** Validates. */
    public TrafficSettings {
        if (interval.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.traffic.interval must be at least 100 ms, not " + interval);
        }
        if (kept < 2 || kept > 10_000) {
            throw new IllegalArgumentException("budkavle.gateway.traffic.kept must be 2 to 10000, not " + kept);
        }
        groups = List.copyOf(groups);
    }
}
