package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.gateway.http.TestGateway.AGENCY;
import static se.budkavle.gateway.http.TestGateway.ISSUER;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.gateway.auth.Scope;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.schemas.avro.Address;

/**
 * Whatever is sent, the answer is one of ours: no 500, no fault of the program told, nothing of a body repeated, no growth of
 * memory. A few requests in each build, as many as one likes with {@code deploy/fuzz/run}; a seed gives the same again.
 */
class FuzzTest {

    private static final Logger LOG = LoggerFactory.getLogger(FuzzTest.class);
    private static final int REQUESTS = Integer.getInteger("budkavle.fuzz.requests", 800);
    private static final long SEED = Long.getLong("budkavle.fuzz.seed", 1);
    private static final int THREADS = 8;
    private static final int LONGEST_ANSWER = 4 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PATIENCE_WITH_BROKEN = Duration.ofMillis(300);
    private static final long MOST_GROWTH = 48L * 1024 * 1024;

    private final Map<String, AtomicLong> statuses = new ConcurrentSkipListMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    @Test
    void everyAnswerIsOneOfOurs() throws Exception {
        try (var notifier = new TestNotifier();
                var gateway = new TestGateway(Map.of(
                        "budkavle.gateway.notifier.urls", notifier.url(),
                        "budkavle.gateway.commands.timeout", "100ms",
                        "budkavle.gateway.sender.timeout", "200ms",
                        "budkavle.gateway.registry.catch-up", "10ms"))) {
            put(gateway, "in.0203:other.se", "0203:other.se");
            put(gateway, "out.0203:agency.se", AGENCY);
            var scopes = Arrays.stream(Scope.values()).map(Scope::text).collect(Collectors.joining(" "));
            var fuzz = new Fuzz(
                    SEED,
                    ISSUER.token(
                            AGENCY,
                            scopes,
                            claims -> claims.expirationTime(
                                    java.util.Date.from(Instant.now().plus(Duration.ofHours(6))))));
            int half = REQUESTS / 2;

            send(gateway, fuzz, 0, half);
            long before = heap();
            send(gateway, fuzz, half, REQUESTS);
            long growth = heap() - before;

            LOG.atInfo()
                    .addKeyValue("seed", SEED)
                    .addKeyValue("requests", REQUESTS)
                    .addKeyValue("statuses", new TreeMap<>(statuses))
                    .addKeyValue("growth", growth)
                    .log("fuzzed");
            assertThat(faults.stream().limit(10))
                    .as("%d faults, seed %d", faults.size(), SEED)
                    .isEmpty();
            assertThat(growth).isLessThan(MOST_GROWTH);
        }
    }

    private static void put(TestGateway gateway, String address, String organisation) {
        gateway.context()
                .getBean(Registry.class)
                .copy()
                .putAddress(
                        address,
                        Address.newBuilder()
                                .setAddress(address)
                                .setOrganisation(organisation)
                                .setUpdatedAt(Instant.EPOCH)
                                .setUpdatedBy(organisation)
                                .build());
    }

    private void send(TestGateway gateway, Fuzz fuzz, int from, int to) throws InterruptedException {
        var next = new AtomicLong(from);
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                threads.execute(() -> {
                    for (long number = next.getAndIncrement(); number < to; number = next.getAndIncrement()) {
                        look(number, fuzz.attempt(number), gateway.port());
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(2, TimeUnit.HOURS)).isTrue();
        }
    }

    private void look(long number, Fuzz.Attempt attempt, int port) {
        String answer;
        try {
            answer = answer(attempt, port);
        } catch (IOException e) {
            answer = "";
            if (!attempt.broken()) {
                faults.add(number + " " + attempt.route() + ": " + e);
            }
        }
        var status = answer.length() < 12 ? "none" : answer.substring(9, 12);
        statuses.computeIfAbsent(status, each -> new AtomicLong()).incrementAndGet();
        var fault = fault(attempt, status, answer);
        if (!fault.isEmpty()) {
            faults.add(number + " " + attempt.route() + ": " + fault + " " + status);
        }
    }

    private static String fault(Fuzz.Attempt attempt, String status, String answer) {
        if (status.equals("none")) {
            return attempt.broken() ? "" : "no answer";
        }
        if (status.charAt(0) == '5' && !status.equals("501") && !status.equals("503")) {
            return "a fault of ours";
        }
        if (answer.contains(Fuzz.SECRET)) {
            return "a body repeated";
        }
        if (answer.contains("Exception") || answer.contains("\tat ") || answer.contains("java.")) {
            return "a fault told";
        }
        boolean problem = answer.contains("application/problem+json") && answer.contains("urn:budkavle:problem:");
        boolean head = attempt.route().startsWith("HEAD ");
        return status.charAt(0) == '4' && !problem && !head && !attempt.broken() ? "no problem" : "";
    }

    private static String answer(Fuzz.Attempt attempt, int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) (attempt.broken() ? PATIENCE_WITH_BROKEN : PATIENCE).toMillis());
            var answer = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(attempt.bytes());
                var buffer = new byte[8192];
                for (int read = socket.getInputStream().read(buffer);
                        read >= 0 && answer.size() < LONGEST_ANSWER;
                        read = socket.getInputStream().read(buffer)) {
                    answer.write(buffer, 0, read);
                }
            } catch (SocketTimeoutException e) {
                if (!attempt.broken()) {
                    throw e;
                }
            } catch (SocketException e) {
                // The server may hang up on what it has refused; what it said before counts.
                if (answer.size() == 0) {
                    throw e;
                }
            }
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
