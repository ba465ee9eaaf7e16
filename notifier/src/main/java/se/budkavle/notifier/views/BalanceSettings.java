package se.budkavle.notifier.views;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How the books are watched.
 *
 * @param interval how often they are looked at
 * @param tolerance how long a message may be between two owners, or wait for its next step, before it is missing or overdue
 * @param overdueShown how many overdue messages are shown
 */
@ConfigurationProperties("budkavle.notifier.views.balance")
public record BalanceSettings(
        @Bindable(defaultValue = "10s") Duration interval,
        @Bindable(defaultValue = "1m") Duration tolerance,
        @Bindable(defaultValue = "100") int overdueShown) {

    /** Validates. */
    public BalanceSettings {
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "budkavle.notifier.views.balance.interval must be at least 1 ms, not " + interval);
        }
        if (tolerance.compareTo(interval) < 0) {
            throw new IllegalArgumentException(
                    "budkavle.notifier.views.balance.tolerance must be at least the interval, not " + tolerance);
        }
        if (overdueShown < 1) {
            throw new IllegalArgumentException(
                    "budkavle.notifier.views.balance.overdue-shown must be at least 1, not " + overdueShown);
        }
    }
}
