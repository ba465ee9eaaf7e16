package se.budkavle.notifier.mailbox;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * When sender and recipient are reminded of a delivery, counted from when it became available. Zero: never.
 *
 * @param unread of one whose content nobody has fetched
 * @param unacknowledged of one that nobody has answered
 */
@ConfigurationProperties("budkavle.notifier.mailbox.reminders")
public record ReminderSettings(
        @Bindable(defaultValue = "3d") Duration unread,
        @Bindable(defaultValue = "7d") Duration unacknowledged) {

    /** Validates. */
    public ReminderSettings {
        requireNotNegative("unread", unread);
        requireNotNegative("unacknowledged", unacknowledged);
    }

    private static void requireNotNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(
                    "budkavle.notifier.mailbox.reminders." + key + " must be 0s (never) or more, not " + value);
        }
    }
}
