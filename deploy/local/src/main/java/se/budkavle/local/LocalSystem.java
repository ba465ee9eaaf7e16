package se.budkavle.local;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.gateway.GatewayApplication;
import se.budkavle.local.Shutdown.Stage;
import se.budkavle.local.StartListener.Part;
import se.budkavle.notifier.NotifierApplication;
import se.budkavle.router.RouterApplication;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicsAndSchemas;

/**
 * The whole system on one machine.
 *
 * <pre>
 *   data directory ─▶ ports ─┬▶ broker ───┬▶ topics, schemas ─┬▶ router ───┬▶ test recipients ─▶ ready
 *                            └▶ registry ─┘                   ├▶ notifier ─┤
 *                                                             └▶ gateway ──┘
 * </pre>
 *
 * Closing goes the other way, within five seconds.
 */
public final class LocalSystem implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LocalSystem.class);

    private final LocalOptions options;
    private final StartListener listener;
    private final Shutdown shutdown = new Shutdown();
    private final Starting starting;
    private volatile @Nullable Running running;

    private record Running(DataDirectory data, LocalPorts ports, String bootstrapServers, RegistryKeeper registry) {}

    /**
     * A system that is not started yet; it may be closed from another thread at any time, also while it starts.
     *
     * @param listener hears how the start goes on
     */
    public LocalSystem(LocalOptions options, StartListener listener) {
        this.options = options;
        this.listener = listener;
        this.starting = new Starting(shutdown, listener);
    }

    /**
     * Starts a system.
     *
     * @return when everything runs
     * @throws StartFailure where it cannot run; then nothing is left behind
     */
    public static LocalSystem start(LocalOptions options) {
        var system = new LocalSystem(options, StartListener.SILENT);
        system.start();
        return system;
    }

    /**
     * Starts everything, and returns when it runs.
     *
     * @throws StartFailure where it cannot run; then nothing is left behind
     */
    public void start() {
        try {
            running = startAll();
        } catch (StartFailure e) {
            giveUp(e);
            throw e;
        } catch (RuntimeException e) {
            giveUp(e);
            throw new StartFailure("The system did not start: " + rootMessage(e) + " The log says more.", e);
        }
    }

    private void giveUp(RuntimeException reason) {
        log.atInfo().setCause(reason).log("The system did not start");
        starting.settle();
        shutdown.run();
    }

    private Running startAll() {
        DataDirectory data = shutdown.add(Stage.DATA, "data-directory", options.open());
        listener.opened(data);
        LocalPorts ports = LocalPorts.from(options.port());

        CompletableFuture<String> kafka = kafka(data, ports);
        var registry = starting.begin(
                Part.REGISTRY,
                Stage.SERVICES,
                () -> RegistryKeeper.start(registrySettings(data, ports), registryRestarts()));
        String bootstrapServers = starting.await(kafka);
        RegistryKeeper registryKeeper = starting.await(registry);

        String internalToken = UUID.randomUUID().toString();
        String secretsKey = ServiceSettings.key(data, "secrets-key");
        var settings =
                new ServiceSettings(data, ports, bootstrapServers, registryKeeper.url(), internalToken, secretsKey);
        starting.run(Part.TOPICS, () -> prepareTopics(settings));

        var router = starting.begin(Part.ROUTER, Stage.SERVICES, () -> RouterApplication.start(settings.router()));
        var notifier =
                starting.begin(Part.NOTIFIER, Stage.SERVICES, () -> NotifierApplication.start(settings.notifier()));
        var api = starting.begin(Part.GATEWAY, Stage.SERVICES, () -> GatewayApplication.start(settings.gateway()));
        starting.await(router);
        starting.await(notifier);
        starting.await(api);

        URI gateway = uri(ports.gateway());
        starting.await(starting.begin(Part.TEST_RECIPIENTS, Stage.CLIENTS, () -> TestRecipients.start(gateway)));
        starting.run(Part.READINESS, () -> Readiness.await(gateway));
        data.announce(ports.gateway());
        return new Running(data, ports, bootstrapServers, registryKeeper);
    }

    private CompletableFuture<String> kafka(DataDirectory data, LocalPorts ports) {
        String other = options.bootstrapServers();
        if (other != null) {
            return CompletableFuture.completedFuture(other);
        }
        return starting.begin(
                        Part.BROKER,
                        Stage.INFRASTRUCTURE,
                        () -> EmbeddedBroker.start(data.kafka(), ports.broker(), ports.controller()))
                .thenApply(EmbeddedBroker::bootstrapServers);
    }

    private SchemaRegistryProcess.Settings registrySettings(DataDirectory data, LocalPorts ports) {
        return new SchemaRegistryProcess.Settings(
                options.registry(), data.registry(), data.logs().resolve("registry.log"), ports.registry());
    }

    private static RestartLimit registryRestarts() {
        return new RestartLimit(5, Duration.ofMinutes(1));
    }

    /** Once for all; each service finds them there. */
    private static void prepareTopics(ServiceSettings settings) {
        var kafka = new KafkaSettings(settings.bootstrapServers(), settings.schemaRegistryUrl(), Map.of());
        TopicsAndSchemas.ensure(kafka, settings.topicOptions());
    }

    /** The public API. */
    public URI gateway() {
        return uri(running().ports().gateway());
    }

    /** Health and metrics of the router. */
    public URI router() {
        return uri(running().ports().router());
    }

    /** Health and metrics of the notifier, and its internal API. */
    public URI notifier() {
        return uri(running().ports().notifier());
    }

    /** The schema registry's API, compatible with Confluent's, for {@code schema.registry.url}. */
    public String schemaRegistryUrl() {
        return running().registry().url();
    }

    /** The schema registry's process of just now; another one takes its place when it ends unasked. */
    public ProcessHandle registryProcess() {
        return running().registry().handle();
    }

    /** Kafka, for clients. */
    public String bootstrapServers() {
        return running().bootstrapServers();
    }

    /** Where everything is kept. */
    public DataDirectory dataDirectory() {
        return running().data();
    }

    /** Stops everything within five seconds, in good order if it can be. A second call does nothing. */
    @Override
    public void close() {
        shutdown.run();
    }

    private Running running() {
        Running current = running;
        if (current == null) {
            throw new IllegalStateException("the system does not run");
        }
        return current;
    }

    private static URI uri(int port) {
        return URI.create("http://localhost:" + port);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return (message == null ? root.getClass().getSimpleName() : message.strip()) + ".";
    }
}
