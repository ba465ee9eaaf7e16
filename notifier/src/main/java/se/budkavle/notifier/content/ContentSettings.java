package se.budkavle.notifier.content;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How content is fetched.
 *
 * @param readers consumers, each of which reads one record at a time; more requests wait for one
 * @param timeout how long a fetch may take, waiting included
 * @param keys keys of content at rest that are kept in memory, unwrapped, about 200 bytes each
 * @param searchRecords how many records are looked at from the timestamp on, when the offset does not fit
 */
@ConfigurationProperties("budkavle.notifier.content")
public record ContentSettings(
        @Bindable(defaultValue = "4") int readers,
        @Bindable(defaultValue = "5s") Duration timeout,
        @Bindable(defaultValue = "10000") int keys,
        @Bindable(defaultValue = "10000") int searchRecords) {

    /** Validates. */
    public ContentSettings {
        if (readers < 1) {
            throw new IllegalArgumentException("budkavle.notifier.content.readers must be at least 1, not " + readers);
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "budkavle.notifier.content.timeout must be at least 1 ms, not " + timeout);
        }
        if (keys < 1) {
            throw new IllegalArgumentException("budkavle.notifier.content.keys must be at least 1, not " + keys);
        }
        if (searchRecords < 0) {
            throw new IllegalArgumentException(
                    "budkavle.notifier.content.search-records must not be negative: " + searchRecords);
        }
    }
}
