package se.budkavle.notifier.views;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How views let go what is over; configuration {@code budkavle.notifier.views.sweep}.
 *
 * @param interval the pause between two looks at some rows
 * @param rows how many are looked at each time, in each part
 * @param pause how long after all were looked at it is begun anew
 */
@ConfigurationProperties("budkavle.notifier.views.sweep")
public record SweepSettings(
        @Bindable(defaultValue = "1s") Duration interval,
        @Bindable(defaultValue = "1000") int rows,
        @Bindable(defaultValue = "1h") Duration pause) {

    /** Validates. */
    public SweepSettings {
        require(interval.isPositive(), "interval", "positive", interval);
        require(rows >= 1, "rows", "at least 1", rows);
        require(pause.isPositive(), "pause", "positive", pause);
    }

    private static void require(boolean holds, String key, String what, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "budkavle.notifier.views.sweep." + key + " must be " + what + ", not " + value);
        }
    }
}
