package se.budkavle.local;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka of one node, broker and controller at once, in this JVM.
 *
 * <p><b>How durable.</b> An acknowledged record is in the operating system's page cache, and nothing is forced to the disk
 * record by record; Kafka never does that by default, it counts on replicas instead. So whatever happens to this process
 * ({@code kill -9} as well), all that was acknowledged is there at the next start. If the machine itself dies (power loss, a
 * crash of its kernel), the last seconds may be lost, because there is no replica. Production has three.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    /** Whoever is in more of a hurry goes on without it, as Shutdown does. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private static final int PORT_ATTEMPTS = 5;

    private final KraftNode node;
    private final String bootstrapServers;

    private EmbeddedBroker(KraftNode node, String bootstrapServers) {
        this.node = node;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts the broker and returns when it takes requests.
     *
     * @param directory its log; created and given a cluster id where it is new, recovered where it was left by a crash
     * @param port where clients reach it on the loopback address; 0 takes a free one
     * @throws StartFailure where it does not start
     */
    public static EmbeddedBroker start(Path directory, int port) {
        return start(directory, port == 0 ? LocalPorts.free() : port, LocalPorts.free());
    }

    /**
     * The same, with a given port for the controller.
     *
     * @param controllerPort for the node itself; may change from start to start
     */
    public static EmbeddedBroker start(Path directory, int port, int controllerPort) {
        return start(directory, port, controllerPort, Map.of());
    }

    /**
     * The same, for a test that is not to be as small and quick to start as this is by default.
     *
     * @param settings of the broker, which go before those of the local system
     */
    public static EmbeddedBroker start(Path directory, int port, int controllerPort, Map<String, String> settings) {
        LocalPorts.requireFree(port, "Kafka");
        try {
            if (!isFormatted(directory)) {
                format(directory);
            }
            return new EmbeddedBroker(startedNode(directory, port, controllerPort, settings), "127.0.0.1:" + port);
        } catch (Exception e) {
            throw new StartFailure(
                    "Kafka did not start on port %d with its log in %s: %s.".formatted(port, directory, rootMessage(e)),
                    e);
        }
    }

    /** Nobody else has to know the controller's port: if it was taken since it was chosen, another one will do. */
    private static KraftNode startedNode(Path directory, int port, int controllerPort, Map<String, String> settings)
            throws Exception {
        int controller = controllerPort;
        for (int attempt = 1; ; attempt++) {
            Map<String, String> properties = BrokerProperties.of(directory, port, controller);
            properties.putAll(settings);
            // doLog = false: or it logs all its configuration.
            var node = new KraftNode(new KafkaConfig(properties, false));
            try {
                node.start();
                return node;
            } catch (Exception e) {
                if (attempt == PORT_ATTEMPTS || LocalPorts.isFree(controller)) {
                    throw e;
                }
                LOG.atInfo().addKeyValue("port", controller).log("The port of Kafka's controller was taken meanwhile");
                controller = LocalPorts.free();
            }
        }
    }

    /** Where clients connect, for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Stops in good order; the clients should have been closed before. What takes longer than twenty seconds is given up, and
     * the next start recovers as it would after a crash.
     */
    @Override
    public void close() {
        Thread stopping = Thread.ofPlatform().daemon().name("broker-stop").start(node::stop);
        try {
            if (!stopping.join(STOP_TIMEOUT)) {
                LOG.atWarn().addKeyValue("timeout", STOP_TIMEOUT).log("The broker did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isFormatted(Path directory) {
        return Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME));
    }

    /** What {@code kafka-storage format} does: a new cluster id, and the features of the newest release. */
    private static void format(Path directory) throws Exception {
        Files.createDirectories(directory);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(BrokerProperties.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(directory.toString()))
                .setMetadataLogDirectory(directory.toString())
                .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                .run();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
