package se.budkavle.local;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the schema registry running: when its process ends unasked, another one is started on the same port and data. Only so
 * often, because a registry that cannot live would be started for ever.
 */
final class RegistryKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RegistryKeeper.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final SchemaRegistryProcess.Settings settings;
    private final RestartLimit limit;
    private final Thread keeper;
    private volatile SchemaRegistryProcess registry;
    private volatile boolean closed;

    private RegistryKeeper(SchemaRegistryProcess.Settings settings, RestartLimit limit) {
        this.settings = settings;
        this.limit = limit;
        this.registry = SchemaRegistryProcess.start(settings);
        this.keeper = Thread.ofPlatform().daemon().name("registry-keeper").unstarted(this::keep);
    }

    /**
     * Starts the registry, returns when it answers, and keeps it from then on.
     *
     * @throws StartFailure where it does not start; this first start is not repeated
     */
    static RegistryKeeper start(SchemaRegistryProcess.Settings settings, RestartLimit limit) {
        var started = new RegistryKeeper(settings, limit);
        started.keeper.start();
        return started;
    }

    /** The base of its Confluent-compatible API; the same for every process. */
    String url() {
        return registry.url();
    }

    /** The process of just now, which may have ended. */
    ProcessHandle handle() {
        return registry.handle();
    }

    private void keep() {
        try {
            boolean runs = true;
            while (runs) {
                int exitCode = registry.onExit().get();
                runs = !closed && startAgain(exitCode);
            }
        } catch (InterruptedException closing) {
            // Nothing is kept any more.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it runs again. */
    private boolean startAgain(int exitCode) throws InterruptedException {
        log.atWarn().addKeyValue("exitCode", exitCode).log("The schema registry ended; it is started again");
        while (limit.permits(System.nanoTime())) {
            try {
                registry = SchemaRegistryProcess.start(settings);
                if (closed) {
                    registry.close();
                    return false;
                }
                log.atInfo().addKeyValue("pid", handle().pid()).log("The schema registry runs again");
                return true;
            } catch (StartFailure | UncheckedIOException e) {
                if (closed) {
                    return false;
                }
                log.atInfo().setCause(e).log("The schema registry did not start");
                Thread.sleep(PAUSE_AFTER_FAILURE);
            }
        }
        log.atError()
                .addKeyValue("log", settings.log())
                .log("The schema registry does not stay up and is left alone; only schemas known already go on working."
                        + " Its log says why. Start the system again");
        return false;
    }

    /** Stops it for good, also in the middle of a start. */
    @Override
    public void close() {
        closed = true;
        keeper.interrupt();
        try {
            // If it takes longer, the keeper itself ends what it has started.
            var _ = keeper.join(settings.stopTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        registry.close();
    }
}
