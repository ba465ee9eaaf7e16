package se.budkavle.schemas.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Kafka Streams application. A thread that dies is replaced and takes up where the last commit left, for as
 * long as it takes: a fault that passes mends itself, one that does not turns readiness, and no record is skipped.
 */
public final class StreamsApplication implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StreamsApplication.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    /** So many deaths within so long are no accident. */
    private static final int TOLERATED_DEATHS = 5;

    private static final Duration DEATHS_WITHIN = Duration.ofSeconds(30);

    private final String name;
    private final KafkaStreams streams;
    private final LastRun lastRun;
    private final Deque<Instant> deaths = new ArrayDeque<>();

    private StreamsApplication(String name, KafkaStreams streams, LastRun lastRun) {
        this.name = name;
        this.streams = streams;
        this.lastRun = lastRun;
    }

    /** Starts an application; returns at once. */
    public static StreamsApplication start(String name, Topology topology, Properties properties) {
        return start(name, topology, properties, new PromptClients(properties));
    }

    /**
     * Starts an application that nobody waits for by the millisecond, behind the others: all its threads have the lowest priority, which
     * counts where the JVM hands priorities on ({@code -XX:ThreadPriorityPolicy=1}) and processor time is short. Returns at once.
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but who waits
    public static StreamsApplication startBehind(String name, Topology topology, Properties properties) {
        BoundedRocksDb.startThreads();
        // Kafka's threads have the priority of the one that makes them, which could not take back its own.
        return CompletableFuture.supplyAsync(() -> start(name, topology, properties), starter -> Thread.ofPlatform()
                        .name(name + "-starter")
                        .priority(Thread.MIN_PRIORITY)
                        .start(starter))
                .join();
    }

    /** Starts an application with Kafka clients of its own making; returns at once. */
    public static StreamsApplication start(
            String name, Topology topology, Properties properties, KafkaClientSupplier clients) {
        StreamsApplication application =
                new StreamsApplication(name, new KafkaStreams(topology, properties, clients), LastRun.of(properties));
        application.streams.setUncaughtExceptionHandler(application::onDeath);
        // The directory is this process's by now: another one would have been refused it.
        application.lastRun.forget();
        application.streams.start();
        return application;
    }

    /** The application itself, for its stores. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Its name, for health and metrics. */
    public String name() {
        return name;
    }

    /** Whether it processes, or is about to, and does not die again and again. */
    public boolean isHealthy() {
        return streams.state().isRunningOrRebalancing() && recentDeaths() <= TOLERATED_DEATHS;
    }

    /** Whether it has its partitions and has restored its state. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    private StreamThreadExceptionResponse onDeath(Throwable error) {
        synchronized (deaths) {
            deaths.addLast(Instant.now());
        }
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        // Only classes and places: an exception's text may quote a record.
        log.atError()
                .addKeyValue("application", name)
                .addKeyValue("error", error.getClass().getName())
                .addKeyValue("cause", cause.getClass().getName())
                .addKeyValue("at", cause.getStackTrace().length == 0 ? "" : cause.getStackTrace()[0])
                .log("A stream thread died and is replaced");
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private int recentDeaths() {
        Instant horizon = Instant.now().minus(DEATHS_WITHIN);
        synchronized (deaths) {
            while (!deaths.isEmpty() && deaths.peekFirst().isBefore(horizon)) {
                deaths.removeFirst();
            }
            return deaths.size();
        }
    }

    @Override
    public void close() {
        streams.close(CLOSE_TIMEOUT);
        lastRun.end();
    }
}
