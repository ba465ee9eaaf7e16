package se.budkavle.gateway.registry;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * Configuration {@code budkavle.gateway.registry}: the copy of the registries, and what may be written to them.
 *
 * @param catchUp longest wait for an entry made a moment ago; then it may be there; up to 5 s
 * @param createUnknownSenders whether a sender that nobody owns is claimed for the caller's organisation (local mode)
 * @param allowLoopbackTargets whether webhooks may go to this machine (local mode)
 * @param importWindow most decisions that one import waits for at a time
 */
@ConfigurationProperties("budkavle.gateway.registry")
public record RegistrySettings(
        Duration catchUp, boolean createUnknownSenders, boolean allowLoopbackTargets, int importWindow) {

    /** Validates. */
    public RegistrySettings {
        if (catchUp.isNegative() || catchUp.toMillis() > 5_000) {
            throw new IllegalArgumentException("budkavle.gateway.registry.catch-up must be 0s to 5s, not " + catchUp);
        }
        if (importWindow < 1) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.registry.import-window must be at least 1, not " + importWindow);
        }
    }
}
