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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import se.budkavle.gateway.GatewayApplication;
import se.budkavle.local.LocalOptions;
import se.budkavle.local.LocalPorts;
import se.budkavle.local.SchemaRegistryProcess;
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

    private static final Duration START = Duration.ofMinutes(2);

    private final ClusterOptions options;
    private final Issuer issuer;
    private final Set<Integer> ports = new HashSet<>();
    private final List<Member> members = new ArrayList<>();
    private final List<URI> gateways = new ArrayList<>();
    private final List<AutoCloseable> others = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Probe.PATIENCE)
            .build();
    private final Thread hook = new Thread(this::end, "cluster-end");

    private Cluster(ClusterOptions options, Issuer issuer) {
        this.options = options;
        this.issuer = issuer;
    }

    /**
     * Starts everything, and returns when everything is ready.
     *
     * @throws IllegalStateException where something does not start; then nothing is left behind
     */
    public static Cluster start(ClusterOptions options, Issuer issuer) throws InterruptedException {
        Cluster cluster = new Cluster(options, issuer);
        Runtime.getRuntime().addShutdownHook(cluster.hook);
        try {
            cluster.startAll();
            return cluster;
        } catch (RuntimeException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    private void startAll() throws InterruptedException {
        int brokerPort = freePort();
        String bootstrapServers = Settings.LOOPBACK + ":" + brokerPort;
        Member broker = broker(brokerPort, bootstrapServers);
        broker.start();
        SchemaRegistryProcess registry = registry();
        broker.awaitReady(START);

        var settings = new Settings(
                bootstrapServers,
                registry.url(),
                options.partitions(),
                UUID.randomUUID().toString());
        List<Member> services = services(settings);
        services.forEach(Member::start);
        for (Member service : services) {
            service.awaitReady(START);
        }
    }

    private Member broker(int port, String bootstrapServers) {
        Path directory = options.directory().resolve("broker");
        List<String> arguments =
                List.of(directory.resolve("log").toString(), String.valueOf(port), String.valueOf(freePort()));
        var command =
                new JavaCommand(BrokerMain.class.getName(), arguments, List.of("-Xmx512m"), JavaCommand.ownClassPath());
        return add(new Member(Role.BROKER, "broker", command, directory, Probe.kafka(bootstrapServers)));
    }

    private SchemaRegistryProcess registry() {
        Path directory = options.directory().resolve("registry");
        var registry = SchemaRegistryProcess.start(new SchemaRegistryProcess.Settings(
                LocalOptions.ephemeral(0).registry(),
                directory.resolve("data"),
                directory.resolve("registry.log"),
                freePort()));
        synchronized (this) {
            others.add(registry);
        }
        return registry;
    }

    private List<Member> services(Settings settings) {
        List<Member> services = new ArrayList<>();
        List<String> notifierUrls = new ArrayList<>();
        for (int i = 1; i <= options.notifiers(); i++) {
            String name = "notifier-" + i;
            int port = freePort();
            notifierUrls.add(url(port));
            services.add(service(
                    Role.NOTIFIER, name, NotifierApplication.class, port, settings.notifier(port, name, state(name))));
        }
        for (int i = 1; i <= options.routers(); i++) {
            String name = "router-" + i;
            int port = freePort();
            services.add(service(
                    Role.ROUTER, name, RouterApplication.class, port, settings.router(port, name, state(name))));
        }
        for (int i = 1; i <= options.gateways(); i++) {
            int port = freePort();
            gateways.add(URI.create(url(port)));
            services.add(service(
                    Role.GATEWAY,
                    "gateway-" + i,
                    GatewayApplication.class,
                    port,
                    settings.gateway(port, issuer, String.join(",", notifierUrls))));
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
        var command = new JavaCommand(
                main.getName(),
                List.of(),
                List.of("-Xmx384m", "-Dmicronaut.config.files=" + file),
                JavaCommand.ownClassPath());
        return add(new Member(role, name, command, directory, Probe.http(URI.create(url(port)), http)));
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
        for (AutoCloseable other : others) {
            try {
                other.close();
            } catch (Exception e) {
                // It ends with this process.
            }
        }
        http.shutdownNow();
    }
}
