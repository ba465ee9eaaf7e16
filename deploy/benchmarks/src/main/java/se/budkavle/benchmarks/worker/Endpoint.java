package se.budkavle.benchmarks.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import se.budkavle.benchmarks.http.Connection;
import se.budkavle.benchmarks.http.EventLoop;
import se.budkavle.benchmarks.http.Mark;
import se.budkavle.benchmarks.http.Message;

/**
 * An endpoint for webhooks that proves itself and then answers as its path says: {@code /silent} never, {@code /slow} after
 * ten seconds, all others at once. What comes to the others is written down.
 */
public final class Endpoint implements Connection.Receiver, AutoCloseable {

    static final String NAME = "endpoint";

    private static final Pattern CHALLENGE = Pattern.compile("\"challenge\"\\s*:\\s*\"([^\"]+)\"");
    private static final byte[] VERIFICATION = "subscription.verification".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long SLOW = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Site site;
    private final EventLoop loop = new EventLoop();
    private final PriorityQueue<Later> later = new PriorityQueue<>();
    private final Thread thread;
    private final int port;
    private volatile boolean closed;

    private record Later(long at, Connection connection) implements Comparable<Later> {
        @Override
        public int compareTo(Later other) {
            return Long.compare(at, other.at);
        }
    }

    private Endpoint(Site site) throws IOException {
        this.site = site;
        port = loop.listen(this);
        thread = Thread.ofPlatform().daemon().name("endpoint").start(this::serve);
    }

    /** Opens one; the counter {@code port} says where it listens, on all addresses of the machine. */
    public record Open() implements Task {

        @Override
        public Outcome run(Site site) throws IOException {
            var endpoint = new Endpoint(site);
            site.keep(NAME, endpoint);
            return new Outcome(0, 0, null, Map.of("port", (long) endpoint.port));
        }
    }

    private void serve() {
        try {
            while (!closed) {
                loop.turn(PAUSE);
                while (!later.isEmpty() && later.element().at() - System.nanoTime() < 0) {
                    later.remove().connection().send(ByteBuffer.wrap(OK));
                }
            }
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void received(Connection connection, Message message) {
        long now = System.nanoTime();
        byte[] bytes = message.bytes();
        int path = message.from() + "POST /".length();
        boolean isPrompt = bytes[path] != 's';
        if (contains(bytes, message.body(), message.to(), VERIFICATION)) {
            prove(connection, message);
        } else if (isPrompt) {
            Mark.find(bytes, message.body(), message.to(), mark -> site.arrived(mark, now));
            connection.send(ByteBuffer.wrap(OK));
        } else if (bytes[path + 1] == 'l') {
            later.add(new Later(now + SLOW, connection));
        }
    }

    private static void prove(Connection connection, Message message) {
        Matcher challenge = CHALLENGE.matcher(message.text());
        String answer = challenge.find() ? challenge.group(1) : "";
        connection.send(ByteBuffer.wrap(("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                        + answer.length() + "\r\n\r\n" + answer)
                .getBytes(StandardCharsets.US_ASCII)));
    }

    private static boolean contains(byte[] bytes, int from, int to, byte[] what) {
        for (int i = from; i + what.length <= to; i++) {
            int same = 0;
            while (same < what.length && bytes[i + same] == what[same]) {
                same++;
            }
            if (same == what.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        loop.wakeUp();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.close();
    }
}
