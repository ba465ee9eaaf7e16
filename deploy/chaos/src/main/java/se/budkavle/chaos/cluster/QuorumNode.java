package se.budkavle.chaos.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One of several brokers, which are controllers too, configured as an installation would: three copies, two of which must
 * have a record before it is acknowledged.
 *
 * @param id from 1
 * @param voters all nodes, as this one reaches their controllers
 * @param listeners by name, in the order in which they are configured
 * @param directory its log
 */
record QuorumNode(int id, List<String> voters, Map<String, Listener> listeners, String directory) {

    static final String CONTROLLER = "CONTROLLER";
    static final String PEERS = "PEERS";

    /** How the harness itself reaches a broker, whatever is cut. */
    static final String HARNESS = "HARNESS";

    /**
     * A killed or frozen broker is given up after this, and its partitions get other leaders: it bounds for how long
     * intake stands still. Kafka's default is 9 s.
     */
    private static final int SESSION_MILLIS = 3_000;

    private static final int HEARTBEAT_MILLIS = 500;

    /** The same of the active controller. */
    private static final int QUORUM_MILLIS = 1_500;

    /** As many requests as three copies on one machine need. */
    private static final int MAX_MESSAGE_BYTES = 3 << 20;

    /**
     * Where it listens.
     *
     * @param port on the loopback address
     * @param advertised where others are told to connect; the same, or a link to it
     */
    record Listener(int port, int advertised) {}

    QuorumNode {
        voters = List.copyOf(voters);
        listeners = new LinkedHashMap<>(listeners);
    }

    Map<String, String> properties(int nodes) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", String.valueOf(id));
        properties.put("controller.quorum.voters", String.join(",", voters));
        properties.put("log.dirs", directory);
        addresses(properties);
        copies(properties, nodes);
        times(properties);
        small(properties);
        return properties;
    }

    private void addresses(Map<String, String> properties) {
        properties.put(
                "listeners",
                listeners.entrySet().stream()
                        .map(each -> address(each.getKey(), each.getValue().port()))
                        .collect(Collectors.joining(",")));
        properties.put(
                "advertised.listeners",
                listeners.entrySet().stream()
                        .filter(each -> !each.getKey().equals(CONTROLLER))
                        .map(each -> address(each.getKey(), each.getValue().advertised()))
                        .collect(Collectors.joining(",")));
        properties.put(
                "listener.security.protocol.map",
                listeners.keySet().stream().map(name -> name + ":PLAINTEXT").collect(Collectors.joining(",")));
        properties.put("inter.broker.listener.name", PEERS);
        properties.put("controller.listener.names", CONTROLLER);
    }

    private static String address(String name, int port) {
        return name + "://" + Settings.LOOPBACK + ":" + port;
    }

    private static void copies(Map<String, String> properties, int nodes) {
        String copies = String.valueOf(nodes);
        String enough = String.valueOf(Math.max(1, nodes - 1));
        properties.put("default.replication.factor", copies);
        properties.put("min.insync.replicas", enough);
        properties.put("offsets.topic.replication.factor", copies);
        properties.put("transaction.state.log.replication.factor", copies);
        properties.put("transaction.state.log.min.isr", enough);
        properties.put("share.coordinator.state.topic.replication.factor", copies);
        properties.put("share.coordinator.state.topic.min.isr", enough);
        properties.put("unclean.leader.election.enable", "false");
    }

    private static void times(Map<String, String> properties) {
        properties.put("broker.session.timeout.ms", String.valueOf(SESSION_MILLIS));
        properties.put("broker.heartbeat.interval.ms", String.valueOf(HEARTBEAT_MILLIS));
        properties.put("controller.quorum.fetch.timeout.ms", String.valueOf(QUORUM_MILLIS));
        properties.put("controller.quorum.election.timeout.ms", String.valueOf(QUORUM_MILLIS));
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("transaction.max.timeout.ms", "60000");
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    private static void small(Map<String, String> properties) {
        properties.put("auto.create.topics.enable", "false");
        properties.put("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        properties.put("offsets.topic.num.partitions", "6");
        properties.put("transaction.state.log.num.partitions", "6");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
        properties.put("num.network.threads", "1");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("num.recovery.threads.per.data.dir", "2");
        properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
    }
}
