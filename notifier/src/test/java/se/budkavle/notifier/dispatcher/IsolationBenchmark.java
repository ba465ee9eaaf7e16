package se.budkavle.notifier.dispatcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.utils.Utils;
import se.budkavle.schemas.SecretBox;
import se.budkavle.schemas.avro.Notification;

/**
 * What dead and slow endpoints cost healthy ones: 200 subscriptions with a notification every so often, the 140 healthy ones
 * alone, then besides 40 that never answer (or refuse to be connected to) and 20 that answer in 10 s; in turns, as a machine
 * has moods. Everything is real but Kafka: the tasks and their RocksDB stores, run as a stream thread runs them
 * ({@link TaskLoop}), the HTTP client, and the endpoints, each on an address of its own of this machine.
 *
 * <pre>
 * mvn test-compile dependency:build-classpath -Dmdep.outputFile=target/class-path
 * java -cp target/test-classes:target/classes:$(cat target/class-path) se.budkavle.notifier.dispatcher.IsolationBenchmark \
 *     [rounds] [seconds of each] [notifications a second to each healthy] [to each other] [silent|refusing]
 * </pre>
 */
public final class IsolationBenchmark implements AutoCloseable {

    private static final int HEALTHY = 140;
    private static final int SILENT = 40;
    private static final int SLOW = 20;
    private static final int SUBJECTS = 20;
    private static final int PARTITIONS = 12;
    private static final int MOST_SAMPLES = 1 << 20;

    private final HttpServer server = HttpServer.create(new InetSocketAddress(0), 1024);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long[] latencies = new long[MOST_SAMPLES];
    private final AtomicInteger received = new AtomicInteger();

    /** When what was published counts, {@link System#nanoTime()}: before, everything warms up. */
    private volatile long countsFrom = Long.MAX_VALUE;

    private final boolean refusing;

    private IsolationBenchmark(boolean refusing) throws IOException {
        this.refusing = refusing;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/healthy", this::take);
        server.createContext("/silent", exchange -> await(Long.MAX_VALUE));
        server.createContext("/slow", exchange -> {
            await(TimeUnit.SECONDS.toNanos(10));
            answer(exchange);
        });
        server.start();
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "4096");
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        double rate = args.length > 2 ? Double.parseDouble(args[2]) : 2.5;
        double others = args.length > 3 ? Double.parseDouble(args[3]) : rate;
        boolean refusing = args.length > 4 && args[4].equals("refusing");
        double[] alone = new double[rounds];
        double[] together = new double[rounds];
        try (var benchmark = new IsolationBenchmark(refusing)) {
            benchmark.run("warm-up", 10, rate, 0);
            for (int round = 0; round < rounds; round++) {
                alone[round] = benchmark.run("healthy alone", seconds, rate, 0);
                together[round] = benchmark.run("with dead and slow", seconds, rate, others);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "median p99: alone %.1f ms, with dead and slow %.1f ms: %.2f times%n",
                median(alone),
                median(together),
                median(together) / median(alone));
    }

    /** One run; what is published in its first quarter does not count. Gives the p99 of the healthy in milliseconds. */
    private double run(String name, int seconds, double rate, double others) throws Exception {
        Path state = Files.createTempDirectory("isolation");
        var records = new LinkedBlockingQueue<Notification>();
        received.set(0);
        long began = System.nanoTime();
        long end = began + TimeUnit.SECONDS.toNanos(seconds);
        countsFrom = began + (end - began) / 4;
        long cpu = cpu();
        long own = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try (var pusher = new HttpPusher(Samples.settings(Duration.ofSeconds(15)), SecretBox.of(Map.of()));
                var loop = new TaskLoop(
                        PARTITIONS,
                        state,
                        Samples.settings(Duration.ofSeconds(15)),
                        pusher,
                        new SimpleMeterRegistry())) {
            for (int i = 0; i < HEALTHY + SILENT + SLOW; i++) {
                loop.registered(Samples.subscription(id(i)).setUrl(url(i)).build());
            }
            Thread healthy = Thread.ofPlatform().start(() -> publish(records, 0, HEALTHY, rate, began, end));
            Thread dead = Thread.ofPlatform().start(() -> publish(records, HEALTHY, SILENT + SLOW, others, began, end));
            loop.run(records, end + TimeUnit.SECONDS.toNanos(1));
            healthy.join();
            dead.join();
        } finally {
            Utils.delete(state.toFile());
        }
        double took = System.nanoTime() - began;
        return report(
                name,
                (cpu() - cpu) / took,
                (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - own) / took);
    }

    private static void publish(
            LinkedBlockingQueue<Notification> records,
            int first,
            int subscriptions,
            double rate,
            long began,
            long end) {
        if (rate == 0) {
            return;
        }
        long pause = (long) (TimeUnit.SECONDS.toNanos(1) / (rate * subscriptions));
        long due = began;
        for (int n = 0; due < end; n++, due += pause) {
            LockSupport.parkNanos(due - System.nanoTime());
            String subscription = id(first + n % subscriptions);
            // Due, not now: a publisher that is late must not hide that everything is.
            records.add(Samples.notification(subscription, "x" + n / subscriptions % SUBJECTS, n + "-" + due)
                    .setExpiresAt(Instant.now().plus(Duration.ofDays(1)))
                    .build());
        }
    }

    private static String id(int subscription) {
        return "subscription-" + subscription;
    }

    private String url(int subscription) {
        String kind = subscription < HEALTHY ? "healthy" : subscription < HEALTHY + SILENT ? "silent" : "slow";
        int port = refusing && kind.equals("silent") ? 1 : server.getAddress().getPort();
        return "http://127.0.1." + (1 + subscription) + ":" + port + "/" + kind;
    }

    private void take(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        long published = Long.parseLong(id.substring(id.indexOf('-') + 1));
        if (published - countsFrom >= 0) {
            latencies[received.getAndIncrement()] = now - published;
        }
        answer(exchange);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void await(long nanos) {
        try {
            ended.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double report(String name, double cores, double thread) {
        int count = received.get();
        long[] sorted = Arrays.copyOf(latencies, count);
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-20s %7d received  p50 %7.1f  p99 %7.1f  p99.9 %7.1f  max %7.1f ms  %.2f cores, stream thread %.3f%n",
                name,
                count,
                millis(sorted, 0.5),
                millis(sorted, 0.99),
                millis(sorted, 0.999),
                millis(sorted, 1),
                cores,
                thread);
        return millis(sorted, 0.99);
    }

    private static double millis(long[] sorted, double part) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))] / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static long cpu() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }

    @Override
    public void close() {
        ended.countDown();
        server.stop(0);
    }
}
