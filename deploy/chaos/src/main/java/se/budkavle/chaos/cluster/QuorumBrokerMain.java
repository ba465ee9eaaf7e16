package se.budkavle.chaos.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;

/** One broker of several, as {@code kafka-server-start} runs it, with its storage formatted before the first start. */
public final class QuorumBrokerMain {

    private QuorumBrokerMain() {}

    /** Runs until the process ends; arguments: the file with its properties, the cluster's id. */
    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(reader);
        }
        Path directory = Path.of(properties.getProperty("log.dirs"));
        if (!Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            format(directory, Integer.parseInt(properties.getProperty("node.id")), arguments[1]);
        }
        var server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        server.startup();
        server.awaitShutdown();
    }

    private static void format(Path directory, int id, String clusterId) throws Exception {
        createDirectories(directory);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(id)
                .setClusterId(clusterId)
                .setDirectories(List.of(directory.toString()))
                .setMetadataLogDirectory(directory.toString())
                .setControllerListenerName(QuorumNode.CONTROLLER)
                .run();
    }

    private static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
    }
}
