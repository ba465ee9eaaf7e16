package se.budkavle.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The embedded broker's configuration: one node that is broker and controller, for one machine. It differs from production
 * in what has to do with there being one node only, and in being small and quick to start.
 */
final class BrokerProperties {

    static final int NODE_ID = 1;
    static final String CLIENT_LISTENER = "CLIENT";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /** The largest record batch downstream and in dead letters; at the source the topics themselves set 2 MiB. */
    private static final int MAX_MESSAGE_BYTES = 3 << 20;

    private BrokerProperties() {}

    /**
     * @param directory where the broker keeps its log
     * @param port for clients, on the loopback address
     * @param controllerPort for the node itself
     */
    static Map<String, String> of(Path directory, int port, int controllerPort) {
        var properties = new TreeMap<String, String>();
        addresses(properties, port, controllerPort);
        properties.put("log.dirs", directory.toString());
        singleNode(properties);
        limits(properties);
        small(properties);
        return properties;
    }

    private static void addresses(Map<String, String> properties, int port, int controllerPort) {
        String client = CLIENT_LISTENER + "://127.0.0.1:" + port;
        String controller = CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort;
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", String.valueOf(NODE_ID));
        properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        properties.put("listeners", client + "," + controller);
        properties.put("advertised.listeners", client);
        properties.put(
                "listener.security.protocol.map", CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        properties.put("inter.broker.listener.name", CLIENT_LISTENER);
        properties.put("controller.listener.names", CONTROLLER_LISTENER);
    }

    private static void singleNode(Map<String, String> properties) {
        properties.put("default.replication.factor", "1");
        properties.put("min.insync.replicas", "1");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        // A start that hangs ends in an error.
        properties.put("server.max.startup.time.ms", "60000");
    }

    private static void limits(Map<String, String> properties) {
        properties.put("auto.create.topics.enable", "false");
        properties.put("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        // The first member of a consumer group need not wait for others.
        properties.put("group.initial.rebalance.delay.ms", "0");
        // Every transaction here ends within 5 s. One left by a killed instance holds up readers until it is aborted.
        properties.put("transaction.max.timeout.ms", "60000");
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    private static void small(Map<String, String> properties) {
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("group.coordinator.threads", "1");
        properties.put("share.coordinator.threads", "1");
        properties.put("num.recovery.threads.per.data.dir", "2");
        // Enough for 150 000 keys in one pass; with more of them the cleaner takes several.
        properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
    }
}
