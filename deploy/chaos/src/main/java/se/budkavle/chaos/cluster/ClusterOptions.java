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
 * @param launch how its processes are started
 * @param quorum its Kafka
 */
public record ClusterOptions(
        Path directory, int gateways, int routers, int notifiers, int partitions, Launch launch, Quorum quorum) {

    /** Validates. */
    public ClusterOptions {
        if (gateways < 1 || routers < 1 || notifiers < 0 || partitions < 1) {
            throw new IllegalArgumentException("at least one gateway, router and partition is needed");
        }
    }

    /** A system with one broker. */
    public ClusterOptions(Path directory, int gateways, int routers, int notifiers, int partitions, Launch launch) {
        this(directory, gateways, routers, notifiers, partitions, launch, Quorum.SINGLE);
    }

    /** A system that comes back quickly and has a warm copy of all state. */
    public ClusterOptions(Path directory, int gateways, int routers, int notifiers, int partitions) {
        this(directory, gateways, routers, notifiers, partitions, Launch.TO_BE_KILLED);
    }

    /** The same in another place. */
    public ClusterOptions in(Path place) {
        return new ClusterOptions(place, gateways, routers, notifiers, partitions, launch, quorum);
    }

    /** The same with another Kafka. */
    public ClusterOptions on(Quorum kafka) {
        return new ClusterOptions(directory, gateways, routers, notifiers, partitions, launch, kafka);
    }

    /** The same, started otherwise. */
    public ClusterOptions launchedAs(Launch otherwise) {
        return new ClusterOptions(directory, gateways, routers, notifiers, partitions, otherwise, quorum);
    }
}
