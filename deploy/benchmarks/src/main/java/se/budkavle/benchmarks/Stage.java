package se.budkavle.benchmarks;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import se.budkavle.benchmarks.worker.Endpoint;
import se.budkavle.benchmarks.worker.Worker;
import se.budkavle.chaos.cluster.Cluster;
import se.budkavle.chaos.cluster.ClusterOptions;
import se.budkavle.chaos.cluster.Issuer;
import se.budkavle.chaos.cluster.Launch;
import se.budkavle.chaos.cluster.Member;
import se.budkavle.chaos.cluster.Role;

/**
 * A system that stands, each part a process of its own, and beside it two workers: one that sends and one that receives.
 *
 * <pre>
 *   driver ──▶ gateway ──▶ broker ◀──▶ router
 *                            ▲
 *                            ▼
 *   receiver ◀────────── notifier
 * </pre>
 */
public final class Stage implements AutoCloseable {

    /** Which parts of the system stand. */
    public enum Kind {
        /** The door alone: what comes in is not routed. */
        DOOR,
        /** What comes in is routed, and nobody is told. */
        ROUTING,
        /** Everything. */
        WHOLE,
        /** As {@link #ROUTING}, for what fills it with more than other cases should meet. */
        GROWING,
        /** As {@link #WHOLE}, for the same. */
        FILLED;

        private boolean tells() {
            return this == WHOLE || this == FILLED;
        }

        /** A million addresses take about 1 GB of a gateway. */
        private int serviceHeap() {
            return this == GROWING || this == FILLED ? LARGE_HEAP : SERVICE_HEAP;
        }
    }

    /** The organisation that sends and publishes. */
    public static final String SENDER = "0203:sender.example";

    /** The organisation that receives and subscribes. */
    public static final String RECIPIENT = "0203:recipient.example";

    /** Partitions of every topic. */
    public static final int PARTITIONS = 6;

    private static final String SCOPES =
            "messages:send messages:send-express messages:read inbox:read addresses:write subscriptions:write events:publish";
    private static final int BROKER_HEAP = 768;
    private static final int SERVICE_HEAP = 768;
    private static final int LARGE_HEAP = 3072;
    /** Priorities as in the images ({@code deploy/images/build}). */
    private static final List<String> JVM =
            List.of("-XX:+UseParallelGC", "-XX:ThreadPriorityPolicy=1", "-XX:JavaPriority1_To_OSPriority=10");

    private static final List<String> WORKER_JVM = List.of("-Xmx768m", "-XX:+UseParallelGC");

    private final Kind kind;
    private final Issuer issuer;
    private final Cluster cluster;
    private final Door door;
    private final Addresses addresses;
    private final Subscriptions subscriptions;
    private final Worker driver;
    private final Worker receiver;
    private final int endpointPort;
    private int runs;

    private Stage(Kind kind, Issuer issuer, Cluster cluster, Path directory) {
        this.kind = kind;
        this.issuer = issuer;
        this.cluster = cluster;
        door = new Door(cluster.gateways(), organisation -> issuer.token(organisation, SCOPES));
        driver = Worker.start("driver", directory, WORKER_JVM);
        receiver = Worker.start("receiver", directory, WORKER_JVM);
        endpointPort = (int) receiver.run(new Endpoint.Open()).counter("port");
        addresses = new Addresses(door);
        subscriptions = new Subscriptions(door, endpointPort);
    }

    /** Starts one, on free ports; returns when everything is ready. */
    public static Stage start(Kind kind, Path directory, Map<Role, Map<String, String>> settings, List<String> jvm)
            throws IOException, InterruptedException, JOSEException {
        Issuer issuer = Issuer.start();
        List<String> options = new ArrayList<>(JVM);
        options.addAll(jvm);
        var launch = new Launch(options, BROKER_HEAP, kind.serviceHeap(), 0, StageSettings.with(settings));
        var cluster = new ClusterOptions(directory, 1, 1, kind.tells() ? 1 : 0, PARTITIONS, launch);
        try {
            return new Stage(kind, issuer, Cluster.start(cluster, issuer), directory);
        } catch (RuntimeException | InterruptedException e) {
            issuer.close();
            throw e;
        }
    }

    /** Which parts stand. */
    public Kind kind() {
        return kind;
    }

    /** The process that sends. */
    public Worker driver() {
        return driver;
    }

    /** The process that receives. */
    public Worker receiver() {
        return receiver;
    }

    /** The broker. */
    public String bootstrapServers() {
        return cluster.bootstrapServers();
    }

    /** The schema registry. */
    public String schemaRegistryUrl() {
        return cluster.schemaRegistryUrl();
    }

    /** The door. */
    public URI gateway() {
        return cluster.gateways().getFirst();
    }

    /** The one process that does this. */
    public Member member(Role role) {
        return cluster.members(role).getFirst();
    }

    /** The port of the endpoint for webhooks, on all addresses of the machine. */
    public int endpointPort() {
        return endpointPort;
    }

    /** A number for a measurement that no other has. */
    public synchronized int nextRun() {
        return ++runs;
    }

    /** What an organisation shows at the door. */
    public String token(String organisation) {
        return door.token(organisation);
    }

    /** Whom messages go to. */
    public Addresses addresses() {
        return addresses;
    }

    /** Who is told by webhook. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    @Override
    public void close() {
        driver.close();
        receiver.close();
        door.close();
        cluster.close();
        issuer.close();
    }
}
