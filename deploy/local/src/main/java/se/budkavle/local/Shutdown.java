package se.budkavle.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops what was started: stage by stage, what is in one stage at the same time, and on before the time is out, whatever
 * hangs. What is added after it began is stopped at once, so that a start can be broken off.
 */
final class Shutdown {

    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    /** Under the five seconds that are promised, with a second left for what a busy machine takes to end a JVM. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    /** In this order. So many milliseconds are left to each, whatever those before it do; what they do not use is its, too. */
    enum Stage {
        CLIENTS(300),
        SERVICES(1_900),
        INFRASTRUCTURE(1_300),
        DATA(300);

        private final int reservedMillis;

        Stage(int reservedMillis) {
            this.reservedMillis = reservedMillis;
        }

        private long reservedForLaterMillis() {
            return Arrays.stream(values())
                    .filter(stage -> stage.compareTo(this) > 0)
                    .mapToInt(stage -> stage.reservedMillis)
                    .sum();
        }
    }

    private record Part(String name, AutoCloseable closeable) {}

    private final Duration limit;
    private final Map<Stage, List<Part>> parts = new EnumMap<>(Stage.class);
    private boolean begun;

    Shutdown() {
        this(LIMIT);
    }

    /** @param limit what it may take in all */
    Shutdown(Duration limit) {
        this.limit = limit;
    }

    /**
     * Takes over a part that runs.
     *
     * @throws StartFailure where the shutdown has begun; then the part has been stopped
     */
    <T extends AutoCloseable> T add(Stage stage, String name, T closeable) {
        synchronized (this) {
            if (!begun) {
                parts.computeIfAbsent(stage, _ -> new ArrayList<>()).add(new Part(name, closeable));
                return closeable;
            }
        }
        stop(new Part(name, closeable));
        throw new StartFailure("The start was broken off.");
    }

    /** Stops everything; a second call does nothing. */
    void run() {
        synchronized (this) {
            if (begun) {
                return;
            }
            begun = true;
        }
        long end = System.nanoTime() + limit.toNanos();
        parts.forEach((stage, inStage) -> {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()) - stage.reservedForLaterMillis();
            stop(stage, inStage, left);
        });
    }

    private static void stop(Stage stage, List<Part> parts, long limitMillis) {
        var remaining = new CountDownLatch(parts.size());
        for (Part part : parts) {
            Thread.ofPlatform().daemon().name("stop-" + part.name()).start(() -> {
                stop(part);
                remaining.countDown();
            });
        }
        try {
            if (!remaining.await(limitMillis, TimeUnit.MILLISECONDS)) {
                log.atWarn().addKeyValue("stage", stage).log("Not everything stopped in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(Part part) {
        try {
            part.closeable().close();
        } catch (Exception e) {
            log.atWarn().addKeyValue("part", part.name()).setCause(e).log("Did not stop in good order");
        }
    }
}
