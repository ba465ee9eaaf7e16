package se.budkavle.notifier.mailbox;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How the mailbox runs.
 *
 * @param enabled whether this instance takes part
 * @param applicationId consumer group and prefix of internal topics; never changes
 * @param threads stream threads
 * @param standbyReplicas warm copies of the state on other instances
 * @param commitInterval how often is committed: most of the time that a decision takes
 * @param poll how long a thread waits for records before it looks at its timers
 * @param expiryInterval how often the mailbox looks for deliveries that end unanswered
 * @param expiryBatch how many deliveries of a partition end at a time, so that time never holds up the recipients
 */
@ConfigurationProperties("budkavle.notifier.mailbox")
public record MailboxSettings(
        @Bindable(defaultValue = "true") boolean enabled,
        @Bindable(defaultValue = "budkavle-mailbox") String applicationId,
        @Bindable(defaultValue = "1") int threads,
        @Bindable(defaultValue = "0") int standbyReplicas,
        @Bindable(defaultValue = "20ms") Duration commitInterval,
        @Bindable(defaultValue = "20ms") Duration poll,
        @Bindable(defaultValue = "1s") Duration expiryInterval,
        @Bindable(defaultValue = "1000") int expiryBatch) {

    /** Validates. */
    public MailboxSettings {
        if (expiryInterval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "budkavle.notifier.mailbox.expiry-interval must be at least 1 ms, not " + expiryInterval);
        }
        if (expiryBatch < 1) {
            throw new IllegalArgumentException(
                    "budkavle.notifier.mailbox.expiry-batch must be at least 1, not " + expiryBatch);
        }
    }
}
