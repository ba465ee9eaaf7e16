package se.budkavle.chaos.cluster;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import se.budkavle.local.LocalPorts;

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

    private final ClusterOptions options;
    private final Secrets secrets;
    private final Set<Integer> ports = new HashSet<>();
    private final List<Member> members = new ArrayList<>();
    private final Network network;
    private final Registry registry;
    private final Brokers brokers;
    private final Services services;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Probe.PATIENCE)
            .build();
    private final Thread hook = new Thread(this::end, "cluster-end");

    private Cluster(ClusterOptions options, Issuer issuer, Secrets secrets) {
        this.options = options;
        this.secrets = secrets;
        this.network = new Network(options.quorum().linked());
        this.registry = new Registry(options.directory().resolve("registry"), freePort());
        this.brokers = Brokers.of(options, network, this::freePort, Services.names(options));
        this.services = new Services(options, issuer, network, this::freePort, http);
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
        List<Member> made = services.make(name -> new Settings(
                brokers.bootstrapServers(name),
                registry.url(network.way(name, "registry", registry.port())),
                options.partitions(),
                options.quorum().brokers(),
                secrets,
                options.launch()));
        made.forEach(this::add);
        // It creates the topics and registers the schemas: six at once would keep each other, and the registry, from
        // it.
        made.getFirst().start();
        made.getFirst().awaitReady(START);
        made.stream().skip(1).forEach(Member::start);
        for (Member service : made) {
            service.awaitReady(START);
        }
    }

    private synchronized Member add(Member member) {
        members.add(member);
        return member;
    }

    private int freePort() {
        int port = LocalPorts.free();
        while (!ports.add(port)) {
            port = LocalPorts.free();
        }
        return port;
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
        return services.gateways();
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
