package se.budkavle.gateway.content;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;
import java.util.List;

/**
 * Configuration {@code budkavle.gateway.at-rest}: how content is encrypted where it lies.
 *
 * @param sealWith the id of the key in {@code budkavle.secrets.keys} that wraps new data keys; empty: content is not encrypted
 * @param retire ids of keys that shall wrap nothing any longer: what they wrapped is wrapped anew with {@code sealWith}
 * @param kept how long after its day a data key is destroyed; at least as long as anybody may want the content: the longest
 *     wait for a release and the longest expiry after it
 * @param organisations organisations whose key of the day is kept in memory, unwrapped, about 300 bytes each
 * @param catchUp longest wait for keys that other gateways made a moment ago, where all must be known; up to 5 s
 * @param sweep how often is looked for keys that have had their time, or are wrapped with an old key
 * @param perSweep keys that are forgotten at a time, and keys that are wrapped anew; the rest at the next
 * @param dayOver how long after its end a day is over at every gateway, so that its keys can be destroyed: far more than their
 *     clocks differ and a message takes to be sent; 1 min to 1 day
 */
@ConfigurationProperties("budkavle.gateway.at-rest")
public record AtRestSettings(
        String sealWith,
        List<String> retire,
        Duration kept,
        int organisations,
        Duration catchUp,
        Duration sweep,
        int perSweep,
        Duration dayOver) {

    private static final Duration LONGEST_WAIT_AND_EXPIRY = Duration.ofDays(120);

    /** Validates. */
    public AtRestSettings {
        retire = List.copyOf(retire);
        if (retire.contains(sealWith)) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.at-rest.retire must not name seal-with, which is " + sealWith);
        }
        if (kept.compareTo(LONGEST_WAIT_AND_EXPIRY) < 0) {
            throw new IllegalArgumentException("budkavle.gateway.at-rest.kept must be at least 120d, not " + kept);
        }
        if (organisations < 1) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.at-rest.organisations must be at least 1, not " + organisations);
        }
        if (catchUp.toMillis() < 1 || catchUp.toMillis() > 5_000) {
            throw new IllegalArgumentException("budkavle.gateway.at-rest.catch-up must be 1ms to 5s, not " + catchUp);
        }
        if (sweep.toMillis() < 1_000) {
            throw new IllegalArgumentException("budkavle.gateway.at-rest.sweep must be at least 1s, not " + sweep);
        }
        if (perSweep < 1) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.at-rest.per-sweep must be at least 1, not " + perSweep);
        }
        if (dayOver.compareTo(Duration.ofMinutes(1)) < 0 || dayOver.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("budkavle.gateway.at-rest.day-over must be 1m to 1d, not " + dayOver);
        }
    }

    /** {@return whether content is encrypted} */
    public boolean isOn() {
        return !sealWith.isEmpty();
    }
}
