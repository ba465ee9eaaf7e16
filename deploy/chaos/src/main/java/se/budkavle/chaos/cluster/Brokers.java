package se.budkavle.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import se.budkavle.chaos.cluster.QuorumNode.Listener;

/** The brokers' processes, and how each other process reaches them. */
final class Brokers {

    private static final String BROKER = "broker-";

    private final ClusterOptions options;
    private final Network network;
    private final IntSupplier freePort;
    private final List<Member> members = new ArrayList<>();

    /** Addresses of all brokers, by the name of who connects. */
    private final Map<String, String> addresses = new LinkedHashMap<>();

    private Brokers(ClusterOptions options, Network network, IntSupplier freePort) {
        this.options = options;
        this.network = network;
        this.freePort = freePort;
    }

    /**
     * Prepares them; nothing is started.
     *
     * @param clients names of all processes that connect
     */
    static Brokers of(ClusterOptions options, Network network, IntSupplier freePort, List<String> clients) {
        var brokers = new Brokers(options, network, freePort);
        if (options.quorum().brokers() == 1) {
            brokers.single(clients);
        } else {
            brokers.several(clients);
        }
        return brokers;
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    /** For {@code bootstrap.servers} of one of the clients, or of {@link QuorumNode#HARNESS}. */
    String bootstrapServers(String client) {
        return addresses.getOrDefault(client, addresses.getOrDefault(QuorumNode.HARNESS, ""));
    }

    private void single(List<String> clients) {
        int port = freePort.getAsInt();
        String address = Settings.LOOPBACK + ":" + port;
        clients.forEach(client -> addresses.put(client, address));
        addresses.put(QuorumNode.HARNESS, address);
        Path directory = options.directory().resolve("broker");
        List<String> arguments =
                List.of(directory.resolve("log").toString(), String.valueOf(port), String.valueOf(freePort.getAsInt()));
        members.add(new Member(
                Role.BROKER, "broker", command(BrokerMain.class, arguments), directory, Probe.kafka(address)));
    }

    private void several(List<String> clients) {
        int count = options.quorum().brokers();
        String clusterId = Uuid.randomUuid().toString();
        List<Integer> controllers =
                IntStream.range(0, count).mapToObj(_ -> freePort.getAsInt()).toList();
        List<Map<String, Listener>> listeners = IntStream.range(0, count)
                .mapToObj(i -> listeners(i + 1, controllers.get(i), clients))
                .toList();
        for (String client : listeners.getFirst().keySet()) {
            addresses.put(
                    client,
                    listeners.stream()
                            .map(each -> Settings.LOOPBACK + ":"
                                    + Objects.requireNonNull(each.get(client)).advertised())
                            .collect(Collectors.joining(",")));
        }
        for (int id = 1; id <= count; id++) {
            members.add(member(id, clusterId, voters(id, controllers), named(listeners.get(id - 1)), count));
        }
    }

    /** By the name of who connects. */
    private Map<String, Listener> listeners(int id, int controllerPort, List<String> clients) {
        Map<String, Listener> listeners = new LinkedHashMap<>();
        listeners.put(QuorumNode.CONTROLLER, new Listener(controllerPort, controllerPort));
        int peers = freePort.getAsInt();
        listeners.put(QuorumNode.PEERS, new Listener(peers, network.way(QuorumNode.PEERS, BROKER + id, peers)));
        int harness = freePort.getAsInt();
        listeners.put(QuorumNode.HARNESS, new Listener(harness, harness));
        if (options.quorum().linked()) {
            for (String client : clients) {
                int port = freePort.getAsInt();
                listeners.put(client, new Listener(port, network.way(client, BROKER + id, port)));
            }
        }
        return listeners;
    }

    /** Kafka allows no signs in names of listeners. */
    private static Map<String, Listener> named(Map<String, Listener> listeners) {
        Map<String, Listener> named = new LinkedHashMap<>();
        listeners.forEach(
                (name, listener) -> named.put(name.replace("-", "").toUpperCase(java.util.Locale.ROOT), listener));
        return named;
    }

    private List<String> voters(int id, List<Integer> controllers) {
        return IntStream.rangeClosed(1, controllers.size())
                .mapToObj(other -> {
                    int port = controllers.get(other - 1);
                    int way = other == id ? port : network.way(BROKER + id, BROKER + other, port);
                    return other + "@" + Settings.LOOPBACK + ":" + way;
                })
                .toList();
    }

    private Member member(int id, String clusterId, List<String> voters, Map<String, Listener> listeners, int count) {
        String name = BROKER + id;
        Path directory = options.directory().resolve(name);
        Path file = directory.resolve("server.properties");
        Path log = directory.resolve("log");
        if (id == count && options.quorum().diskMegabytes() > 0) {
            Disk.mount(directory, options.quorum().diskMegabytes());
            log = Disk.of(directory).resolve("log");
        }
        var node = new QuorumNode(id, voters, listeners, log.toString());
        write(node.properties(count), file);
        var harness = Objects.requireNonNull(listeners.get(QuorumNode.HARNESS));
        return new Member(
                Role.BROKER,
                name,
                command(QuorumBrokerMain.class, List.of(file.toString(), clusterId)),
                directory,
                Probe.broker(Settings.LOOPBACK + ":" + harness.port(), id));
    }

    private static void write(Map<String, String> settings, Path file) {
        Properties properties = new Properties();
        properties.putAll(settings);
        try {
            Files.createDirectories(file.getParent());
            try (var writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JavaCommand command(Class<?> main, List<String> arguments) {
        List<String> jvmOptions = options.launch().jvmOptions(options.launch().brokerHeap());
        return new JavaCommand(main.getName(), arguments, jvmOptions, JavaCommand.ownClassPath());
    }
}
