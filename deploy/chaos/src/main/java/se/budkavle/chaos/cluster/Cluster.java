package se.budkavle.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import se.budkavle.gateway.GatewayApplication;
import se.budkavle.local.LocalPorts;
import se.budkavle.notifier.NotifierApplication;
import se.budkavle.router.RouterApplication;

/**
 * The whole system on free ports of the loopback address, each part a process of its own.
 *
 * <pre>
 *   issuer (here)   registry   broker
 *        │              │         │
 *        └──────┬───────┴─────────┤
 *           gateway-1,2 ── router-1,2 ── notifier-1,2
 * </pre>
 *
 * However this process ends, none of the others stays: they are killed when it closes, by a hook at Ctrl-C, and end by
 * themselves when it is killed.
 */
public final class Cluster implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(4);
    private static final String GATEWAY = "gateway-";
    private static final String ROUTER = "router-";
    private static final String NOTIFIER = "notifier-";

    private final ClusterOptions options;
    private final Issuer issuer;
    private final Secrets secrets;
    private final Set<Integer> ports = new HashSet<>();
    private final List<Member> members = new ArrayList<>();
    private final List<URI> gateways = new ArrayList<>();
    private final Network network;
    private final Registry registry;
    private final Brokers brokers;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Probe.PATIENCE)
            .build();
    private final Thread hook = new Thread(this::end, "cluster-end");

    private Cluster(ClusterOptions options, Issuer issuer, Secrets secrets) {
        this.options = options;
        this.issuer = issuer;
        this.secrets = secrets;
        this.network = new Network(options.quorum().linked());
        this.registry = new Registry(options.directory().resolve("registry"), freePort());
        this.brokers = Brokers.of(options, network, this::freePort, names());
    }

    /**
     * Starts everything, and returns when everything is ready.
     *
     * @throws IllegalStateException where something does not start; then nothing is left behind
     */
    public static Cluster start(ClusterOptions options, Issuer issuer) throws InterruptedException {
        Cluster cluster = startBackbone(options, issuer, Secrets.random());
        try {
            cluster.startServices();
            return cluster;
        } catch (RuntimeException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    /**
     * Starts the brokers and the registry, and returns when they are ready.
     *
     * @param secrets of the services that are started later
     */
    public static Cluster startBackbone(ClusterOptions options, Issuer issuer, Secrets secrets)
            throws InterruptedException {
        Cluster cluster = new Cluster(options, issuer, secrets);
        Runtime.getRuntime().addShutdownHook(cluster.hook);
        try {
            cluster.startBackbone();
            return cluster;
        } catch (RuntimeException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    private void startBackbone() throws InterruptedException {
        brokers.members().forEach(broker -> add(broker).start());
        registry.start();
        for (Member broker : brokers.members()) {
            broker.awaitReady(START);
        }
    }

    /** Starts all services, and returns when they are ready. */
    public void startServices() throws InterruptedException {
        List<Member> services = services(name -> new Settings(
                brokers.bootstrapServers(name),
                registry.url(network.way(name, "registry", registry.port())),
                options.partitions(),
                options.quorum().brokers(),
                secrets,
                options.launch()));
        // It creates the topics and registers the schemas: six at once would keep each other, and the registry, from
        // it.
        services.getFirst().start();
        services.getFirst().awaitReady(START);
        services.stream().skip(1).forEach(Member::start);
        for (Member service : services) {
            service.awaitReady(START);
        }
    }

    /** Of all services. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        IntStream.rangeClosed(1, options.notifiers()).forEach(i -> names.add(NOTIFIER + i));
        IntStream.rangeClosed(1, options.routers()).forEach(i -> names.add(ROUTER + i));
        IntStream.rangeClosed(1, options.gateways()).forEach(i -> names.add(GATEWAY + i));
        return names;
    }

    private List<Member> services(Function<String, Settings> settings) {
        List<Member> services = new ArrayList<>();
        Map<String, Integer> notifierPorts = new LinkedHashMap<>();
        for (int i = 1; i <= options.notifiers(); i++) {
            String name = NOTIFIER + i;
            int port = freePort();
            notifierPorts.put(name, port);
            services.add(service(
                    Role.NOTIFIER,
                    name,
                    NotifierApplication.class,
                    port,
                    settings.apply(name).notifier(port, name, state(name))));
        }
        if (notifierPorts.isEmpty()) {
            // The gateway wants one, though nobody is there.
            notifierPorts.put(NOTIFIER, freePort());
        }
        for (int i = 1; i <= options.routers(); i++) {
            String name = ROUTER + i;
            int port = freePort();
            services.add(service(
                    Role.ROUTER,
                    name,
                    RouterApplication.class,
                    port,
                    settings.apply(name).router(port, name, state(name))));
        }
        for (int i = 1; i <= options.gateways(); i++) {
            String name = GATEWAY + i;
            int port = freePort();
            gateways.add(URI.create(url(port)));
            String notifierUrls = notifierPorts.entrySet().stream()
                    .map(each -> url(network.way(name, each.getKey(), each.getValue())))
                    .collect(Collectors.joining(","));
            services.add(service(
                    Role.GATEWAY,
                    name,
                    GatewayApplication.class,
                    port,
                    settings.apply(name).gateway(port, issuer, notifierUrls)));
        }
        return services;
    }

    private Member service(Role role, String name, Class<?> main, int port, Map<String, String> settings) {
        Path directory = options.directory().resolve(name);
        Path file = directory.resolve("application.properties");
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    file,
                    settings.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue() + "\n")
                            .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String earlier = options.launch().earlier();
        var command = new JavaCommand(
                main.getName(),
                List.of(),
                jvmOptions(options.launch().serviceHeap(), "-Dmicronaut.config.files=" + file),
                earlier == null ? JavaCommand.ownClassPath() : earlier);
        return add(new Member(role, name, command, directory, Probe.http(URI.create(url(port)), http)));
    }

    private List<String> jvmOptions(int heap, String... more) {
        List<String> all = new ArrayList<>(options.launch().jvmOptions());
        all.add("-Xmx" + heap + "m");
        all.addAll(List.of(more));
        return all;
    }

    private synchronized Member add(Member member) {
        members.add(member);
        return member;
    }

    private Path state(String name) {
        return options.directory().resolve(name).resolve("state");
    }

    private int freePort() {
        int port = LocalPorts.free();
        while (!ports.add(port)) {
            port = LocalPorts.free();
        }
        return port;
    }

    private static String url(int port) {
        return "http://" + Settings.LOOPBACK + ":" + port;
    }

    /** Where Kafka's clients connect. */
    public String bootstrapServers() {
        return brokers.bootstrapServers(QuorumNode.HARNESS);
    }

    /** An API compatible with Confluent's. */
    public String schemaRegistryUrl() {
        return registry.url(registry.port());
    }

    /** The schema registry. */
    public Registry registry() {
        return registry;
    }

    /** The ways between processes; none where they reach each other directly. */
    public List<Link> links() {
        return network.links();
    }

    /** The doors of the system. */
    public List<URI> gateways() {
        return List.copyOf(gateways);
    }

    /** The processes that do the same. */
    public synchronized List<Member> members(Role role) {
        return members.stream().filter(member -> member.role() == role).toList();
    }

    /** Every process but the registry. */
    public synchronized List<Member> members() {
        return List.copyOf(members);
    }

    /** {@code kill -9} of every process at once: the site is gone. What it had stays in its directory. */
    public synchronized void destroy() {
        members.forEach(Member::close);
        registry.close();
    }

    /** Kills everything. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook runs, or has run.
        }
    }

    private synchronized void end() {
        members.forEach(Member::close);
        members.forEach(member -> Disk.unmount(member.directory()));
        registry.close();
        network.close();
        http.shutdownNow();
    }
}
