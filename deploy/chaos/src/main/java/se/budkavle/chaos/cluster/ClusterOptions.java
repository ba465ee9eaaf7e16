package se.budkavle.chaos.cluster;

import java.nio.file.Path;

/**
 * How large a system is.
 *
 * @param directory where every process keeps its state and its log
 * @param gateways instances
 * @param routers instances
 * @param notifiers instances
 * @param partitions of every topic
 */
public record ClusterOptions(Path directory, int gateways, int routers, int notifiers, int partitions) {

    /** Validates. */
    public ClusterOptions {
        if (gateways < 1 || routers < 1 || notifiers < 1 || partitions < 1) {
            throw new IllegalArgumentException("at least one of each is needed");
        }
    }

    /** Two of each service, six partitions. */
    public static ClusterOptions pairs(Path directory) {
        return new ClusterOptions(directory, 2, 2, 2, 6);
    }
}
