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
 * @param timerInterval how often the mailbox looks for deliveries that end unanswered, or of which it reminds
 * @param timerBatch how many deliveries of a partition that is at a time, so that time never holds up the recipients
 * @param bookInterval how often an organisation's books are published, if they changed
 * @param bookBatch how many organisations' books of a partition are published at a time
 */
@ConfigurationProperties("budkavle.notifier.mailbox")
public record MailboxSettings(
        @Bindable(defaultValue = "true") boolean enabled,
        @Bindable(defaultValue = "budkavle-mailbox") String applicationId,
        @Bindable(defaultValue = "1") int threads,
        @Bindable(defaultValue = "0") int standbyReplicas,
        @Bindable(defaultValue = "20ms") Duration commitInterval,
        @Bindable(defaultValue = "20ms") Duration poll,
        @Bindable(defaultValue = "250ms") Duration timerInterval,
        @Bindable(defaultValue = "500") int timerBatch,
        @Bindable(defaultValue = "1s") Duration bookInterval,
        @Bindable(defaultValue = "1000") int bookBatch) {

    /** Validates. */
    public MailboxSettings {
        requirePositive("timer-interval", timerInterval);
        requirePositive("timer-batch", timerBatch);
        requirePositive("book-interval", bookInterval);
        requirePositive("book-batch", bookBatch);
    }

    private static void requirePositive(String key, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "budkavle.notifier.mailbox." + key + " must be at least 1 ms, not " + value);
        }
    }

    private static void requirePositive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "budkavle.notifier.mailbox." + key + " must be at least 1, not " + value);
        }
    }
}
