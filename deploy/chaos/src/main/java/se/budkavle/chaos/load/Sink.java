package se.budkavle.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import se.budkavle.chaos.account.Due;
import se.budkavle.chaos.account.Ledger;
import se.budkavle.chaos.account.Notice;

/**
 * The endpoints of all subscribers: one server on sockets, as no library would answer as badly as some endpoints do. Each
 * path is an endpoint with its own {@link Manner}. What is answered with success is written down before the answer leaves.
 */
public final class Sink implements AutoCloseable {

    private static final Duration LATE = Duration.ofMillis(700);
    private static final Duration TRICKLE = Duration.ofMillis(200);
    private static final int LONGEST_HEAD = 16_384;
    private static final String VERIFICATION = "se.budkavle.subscription.verification";

    private final ServerSocket server;
    private final Ledger ledger;
    private final Map<String, Manner> endpoints = new ConcurrentHashMap<>();
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
    private volatile boolean out;
    private volatile boolean refusing;

    private record Request(String path, String id, JsonNode event) {}

    private Sink(ServerSocket server, Ledger ledger) {
        this.server = server;
        this.ledger = ledger;
    }

    /** Opens it on a free port of the loopback address. */
    public static Sink open(Ledger ledger) throws IOException {
        var sink = new Sink(new ServerSocket(0, 1000, InetAddress.getLoopbackAddress()), ledger);
        Thread.ofPlatform().daemon().name("sink").start(sink::acceptAll);
        return sink;
    }

    /** The address of a new endpoint. */
    String endpoint(String name, Manner manner) {
        endpoints.put(name, manner);
        return "http://127.0.0.1:%d/%s".formatted(server.getLocalPort(), name);
    }

    /** Whether all endpoints answer 503. */
    public void isOut(boolean now) {
        out = now;
    }

    /** Whether all endpoints answer 400, after which nothing is tried again. */
    public void refuses(boolean now) {
        refusing = now;
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                // Or a client that was gone before it was accepted.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            socket.setTcpNoDelay(true);
            boolean goesOn = true;
            while (goesOn) {
                Request request = read(in);
                goesOn = request != null && answer(request, socket);
            }
        } catch (IOException | InterruptedException e) {
            // The other side is gone: it was killed, or had enough.
        }
    }

    private static @Nullable Request read(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0 || head.length() > LONGEST_HEAD) {
                return null;
            }
            head.append((char) next);
        }
        String id = "";
        int length = 0;
        String[] lines = head.toString().split("\r\n", -1);
        for (String line : lines) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
            if (name.equals("webhook-id")) {
                id = line.substring(colon + 1).strip();
            } else if (name.equals("content-length")) {
                length = Integer.parseInt(line.substring(colon + 1).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        return body.length < length
                ? null
                : new Request(lines[0].split(" ", 3)[1].substring(1), id, Api.JSON.readTree(body));
    }

    /** Whether the connection goes on. */
    private boolean answer(Request request, Socket socket) throws IOException, InterruptedException {
        OutputStream out = socket.getOutputStream();
        Manner manner = endpoints.get(request.path());
        if (manner == null) {
            return say(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        }
        if (request.event().path("type").asText().equals(VERIFICATION)) {
            String challenge = request.event().path("data").path("challenge").asText();
            return say(out, "HTTP/1.1 200 OK\r\nContent-Length: " + challenge.length() + "\r\n\r\n" + challenge);
        }
        if (this.out) {
            return say(out, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        }
        if (refusing) {
            return say(out, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
        if (manner.times() > 0) {
            int attempt = attempts.merge(request.path() + request.id(), 1, Integer::sum);
            if (manner.isBad(request.id(), attempt)) {
                if (manner.fault() != Manner.Fault.SLOW) {
                    return misbehave(manner.fault(), attempt, socket);
                }
                Thread.sleep(LATE);
            }
        }
        ledger.tell(notice(request));
        return say(out, "HTTP/1.1 204 No Content\r\n\r\n");
    }

    private static boolean misbehave(Manner.Fault fault, int attempt, Socket socket)
            throws IOException, InterruptedException {
        OutputStream out = socket.getOutputStream();
        switch (fault) {
            case HALF -> say(out, "HTTP/1.1 20");
            case WRONG -> {
                return switch (attempt % 3) {
                    case 0 -> !say(out, "NONSENSE\r\n\r\n");
                    case 1 -> say(out, "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n");
                    default -> say(out, "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
                };
            }
            case ENDLESS -> {
                say(out, "HTTP/1.1 200 OK\r\n");
                for (int i = 0; ; i++) {
                    say(out, "X-" + i + ": and so on\r\n");
                    Thread.sleep(TRICKLE);
                }
            }
            // Closed with a time of zero, a connection is reset.
            case REFUSING -> socket.setSoLinger(true, 0);
            case SLOW -> throw new IllegalArgumentException("slow is a success");
        }
        return false;
    }

    private static boolean say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return true;
    }

    private static Notice notice(Request request) {
        return notice(request.path(), request.event());
    }

    /** A CloudEvent as it is written down. */
    static Notice notice(String subscriber, JsonNode event) {
        JsonNode data = event.path("data");
        return new Notice(
                subscriber,
                Due.key(
                        event.path("type").asText(),
                        data.path("messageId").asText(),
                        // Events about a message as a whole have none.
                        data.path("recipient").asText("")),
                event.path("subject").asText(),
                Long.parseLong(event.path("sequence").asText()),
                System.nanoTime());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
