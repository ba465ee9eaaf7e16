package se.budkavle.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import se.budkavle.benchmarks.worker.Endpoint;
import se.budkavle.benchmarks.worker.Worker;
import se.budkavle.chaos.cluster.Cluster;
import se.budkavle.chaos.cluster.ClusterOptions;
import se.budkavle.chaos.cluster.Issuer;
import se.budkavle.chaos.cluster.Launch;
import se.budkavle.chaos.cluster.Member;
import se.budkavle.chaos.cluster.Role;
import se.budkavle.chaos.load.Api;

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
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(3);
    private static final int BROKER_HEAP = 768;
    private static final int SERVICE_HEAP = 768;
    private static final int LARGE_HEAP = 3072;
    private static final List<String> JVM = List.of("-XX:+UseParallelGC");
    private static final List<String> WORKER_JVM = List.of("-Xmx768m", "-XX:+UseParallelGC");
    private static final int CLAIMS_AT_A_TIME = 32;
    private static final Duration POLL = Duration.ofMillis(50);

    private final Kind kind;
    private final Issuer issuer;
    private final Cluster cluster;
    private final Api api;
    private final Worker driver;
    private final Worker receiver;
    private final int endpointPort;
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();
    private int runs;

    private Stage(Kind kind, Issuer issuer, Cluster cluster, Path directory) {
        this.kind = kind;
        this.issuer = issuer;
        this.cluster = cluster;
        api = new Api(cluster.gateways());
        driver = Worker.start("driver", directory, WORKER_JVM);
        receiver = Worker.start("receiver", directory, WORKER_JVM);
        endpointPort = (int) receiver.run(new Endpoint.Open()).counter("port");
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
        return issuer.token(organisation, SCOPES);
    }

    /** Claims an address of an organisation, its name before the organisation's, unless an earlier case did. */
    public String claim(String name, String organisation) throws InterruptedException, IOException {
        String address = name + ":" + organisation;
        if (!claimed.add(address)) {
            return address;
        }
        ObjectNode entry =
                Api.JSON.createObjectNode().put("organisation", organisation).put("kind", "FUNCTION");
        send(Api.Request.put("/v1/addresses/" + Api.encoded(address), token(organisation), entry));
        return address;
    }

    /** Claims so many addresses of an organisation. */
    public List<String> claimAll(String name, String organisation, int count) throws InterruptedException, IOException {
        List<Future<String>> claims = new ArrayList<>();
        try (var clients = Executors.newFixedThreadPool(CLAIMS_AT_A_TIME)) {
            for (int i = 0; i < count; i++) {
                String each = name + "-" + i;
                claims.add(clients.submit(() -> claim(each, organisation)));
            }
        }
        List<String> addresses = new ArrayList<>();
        for (Future<String> claim : claims) {
            try {
                addresses.add(claim.get());
            } catch (ExecutionException e) {
                throw new IOException("an address could not be claimed", e.getCause());
            }
        }
        return addresses;
    }

    /** Waits until the door knows an address. */
    public void awaitAddress(String address) throws InterruptedException, IOException {
        String token = token(RECIPIENT);
        long deadline = System.nanoTime() + LONG_PATIENCE.toNanos();
        while (api.send(Api.Request.get("/v1/addresses/" + Api.encoded(address), token), 0, PATIENCE)
                        .status()
                != 200) {
            if (System.nanoTime() > deadline) {
                throw new IOException("an address does not become known");
            }
            Thread.sleep(POLL);
        }
    }

    /**
     * Subscribes by webhook; {@link #awaitActive} waits until the endpoint has proved itself.
     *
     * @param organisation the subscriber
     * @param type of events
     * @param host of the endpoint: an address of this machine
     * @param path how the endpoint answers
     * @param ordering of the contract
     * @return the subscription's id
     */
    public String subscribe(String organisation, String type, String host, String path, String ordering)
            throws InterruptedException, IOException {
        ObjectNode body = Api.JSON.createObjectNode().put("name", path).put("ordering", ordering);
        body.putArray("types").add(type);
        body.putObject("channel").put("kind", "WEBHOOK").put("url", "http://" + host + ":" + endpointPort + path);
        String token = token(organisation);
        return send(new Api.Request("POST", "/v1/subscriptions", token, null, body, Duration.ZERO))
                .json()
                .path("id")
                .asText();
    }

    /** Waits until subscriptions are active. */
    public void awaitActive(String organisation, List<String> subscriptions) throws InterruptedException, IOException {
        String token = token(organisation);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (String id : subscriptions) {
            while (!send(Api.Request.get("/v1/subscriptions/" + id, token))
                    .json()
                    .path("status")
                    .asText()
                    .equals("ACTIVE")) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("subscription " + id + " does not become active");
                }
                Thread.sleep(POLL);
            }
        }
    }

    /** Ends subscriptions. */
    public void unsubscribe(String organisation, List<String> subscriptions) throws InterruptedException, IOException {
        for (String id : subscriptions) {
            send(new Api.Request("DELETE", "/v1/subscriptions/" + id, token(organisation), null, null, Duration.ZERO));
        }
    }

    private Api.Answer send(Api.Request request) throws InterruptedException, IOException {
        Api.Answer answer = api.send(request, 0, PATIENCE);
        if (answer.status() >= 300 || answer.status() == 0) {
            throw new IOException("%s %s answers %d: %s"
                    .formatted(
                            request.method(),
                            request.path(),
                            answer.status(),
                            new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8)));
        }
        return answer;
    }

    @Override
    public void close() {
        driver.close();
        receiver.close();
        api.close();
        cluster.close();
        issuer.close();
    }
}
