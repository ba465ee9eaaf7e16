package se.budkavle.chaos;

import java.time.Duration;
import se.budkavle.chaos.cluster.ClusterOptions;

/**
 * A run in which a site is lost and another one takes over.
 *
 * @param cluster how large each of both is
 * @param seed of all that is chosen
 * @param messages how many; the site is lost in the middle
 * @param perSecond how many a second
 * @param conversations at the same time
 * @param excused what came so shortly before the end may be lost
 * @param margin offsets that the lost site may have given to what did not come over
 */
public record DisasterOptions(
        ClusterOptions cluster, long seed, int messages, int perSecond, int conversations, Duration excused, int margin)
        implements Options {

    /** Validates. */
    public DisasterOptions {
        if (messages < 2 || conversations < 1 || perSecond < 1) {
            throw new IllegalArgumentException("messages, rate and conversations must be at least 1");
        }
    }
}
