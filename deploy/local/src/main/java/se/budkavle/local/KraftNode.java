package se.budkavle.local;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.LoggerFactory;

/**
 * Broker and controller of one node, as in {@code KafkaRaftServer}, but the broker starts only when its predecessor is gone.
 *
 * <p><b>Why the order matters.</b> After {@code kill -9} the cluster's metadata still says that the killed broker leads every
 * partition. {@code KafkaRaftServer} would start the new one on that; it would load the transactions that were being committed
 * and try to tell the dead one. When the dead one's session ends, its partitions have no leader for a moment, which Kafka
 * 4.3.1 takes for deleted ones (KAFKA-20734): it may write down the transaction as complete though it never wrote its end to
 * the partitions. Whoever reads them with {@code read_committed}, or asks for a group's stable offsets, waits for ever.
 * A broker that starts when nothing has a leader loads the transactions only together with their partitions.
 */
final class KraftNode {

    private final ControllerServer controller;
    private final BrokerServer broker;
    private final SharedServer shared;
    private final Duration startTimeout;

    /** @throws RuntimeException where the log directory does not fit the configuration */
    KraftNode(KafkaConfig config) {
        var logDirs = KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(KafkaRaftServer.class), "");
        String clusterId = logDirs._1().clusterId().orElseThrow();
        this.shared = new SharedServer(
                config,
                logDirs._1(),
                Time.SYSTEM,
                Server.initializeMetrics(config, Time.SYSTEM, clusterId),
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
                new Faults(),
                ServerSocketFactory.INSTANCE);
        this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), logDirs._2());
        this.broker = new BrokerServer(shared);
        this.startTimeout = Duration.ofMillis(config.serverMaxStartupTimeMs());
    }

    /**
     * Returns when the broker takes requests.
     *
     * @throws TimeoutException where the controller does not let go of the killed broker in time
     */
    void start() throws Exception {
        try {
            controller.startup();
            Predecessor.removeFrom(controller, shared, broker.config().nodeId(), startTimeout);
            broker.startup();
        } catch (Exception e) {
            // Or its threads and its controller's port would stay.
            stop();
            throw e;
        }
    }

    /** The broker first, because it hands over to the controller. */
    void stop() {
        broker.shutdown();
        controller.shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
    }
}
