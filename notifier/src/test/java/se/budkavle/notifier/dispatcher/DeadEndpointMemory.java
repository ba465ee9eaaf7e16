package se.budkavle.notifier.dispatcher;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/**
 * What memory a dead endpoint costs while more and more waits for it, every notification of a subject of its own: the worst
 * case, as each may be tried. Prints the heap in use after a collection, the memory of the whole process, and the rows on disk.
 *
 * <pre>java -Xmx96m -cp … se.budkavle.notifier.dispatcher.DeadEndpointMemory [notifications]</pre>
 */
public final class DeadEndpointMemory {

    private static final int LINES = 10;

    private DeadEndpointMemory() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        Path state = Files.createTempDirectory("memory");
        Pusher dead = request ->
                CompletableFuture.completedFuture(new AttemptResult.ConnectFailed("HttpHostConnectException"));
        try (var loop = new TaskLoop(1, state, Samples.settings(), dead, new SimpleMeterRegistry())) {
            loop.registered(Samples.subscription("s").build());
            report(0, state);
            for (int n = 1; n <= count; n++) {
                loop.process(Samples.notification("s", "subject-" + n, "n" + n)
                        .setExpiresAt(Instant.now().plus(Duration.ofDays(1)))
                        .build());
                if (n % 1000 == 0) {
                    loop.tick();
                }
                if (n % (count / LINES) == 0) {
                    report(n, state);
                }
            }
        } finally {
            Utils.delete(state.toFile());
        }
    }

    private static void report(int pending, Path state) throws IOException {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.printf(
                Locale.ROOT,
                "%,9d pending  heap %5.1f MB  process %6.1f MB  disk %6.1f MB%n",
                pending,
                heap / 1e6,
                processBytes() / 1e6,
                diskBytes(state) / 1e6);
    }

    /** Linux only. */
    private static double processBytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }

    /** RocksDB deletes files meanwhile: one that is gone takes nothing. */
    private static long diskBytes(Path state) throws IOException {
        AtomicLong bytes = new AtomicLong();
        Files.walkFileTree(state, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes.get();
    }
}
