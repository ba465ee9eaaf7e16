package se.budkavle.benchmarks.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import se.budkavle.benchmarks.http.Connection;
import se.budkavle.benchmarks.http.EventLoop;
import se.budkavle.benchmarks.http.Mark;
import se.budkavle.benchmarks.http.Message;

/** Follows feeds by long polls, each on a connection of its own, and writes down what arrives. */
public final class InboxReaders implements Connection.Receiver, AutoCloseable {

    static final String NAME = "readers";

    private static final Pattern NEXT = Pattern.compile("\"next\"\\s*:\\s*\"([^\"]+)\"");
    private static final int OK = 200;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Site site;
    private final Follow what;
    private final EventLoop loop = new EventLoop();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Begins to follow; goes on until {@link Stop}.
     *
     * @param host the gateway's
     * @param port the gateway's
     * @param paths of the feeds, with a query, without {@code after}
     * @param tokens whose they are, one for each
     */
    public record Follow(String host, int port, List<String> paths, List<String> tokens) implements Task {

        @Override
        public Outcome run(Site site) throws IOException {
            site.keep(NAME, new InboxReaders(site, this));
            return Outcome.DONE;
        }
    }

    /** Ends it. */
    public record Stop() implements Task {

        @Override
        public Outcome run(Site site) throws IOException {
            site.close(NAME);
            return Outcome.DONE;
        }
    }

    private record Feed(String path, String token) {}

    private InboxReaders(Site site, Follow what) throws IOException {
        this.site = site;
        this.what = what;
        for (int i = 0; i < what.paths().size(); i++) {
            Connection connection = loop.connect(new InetSocketAddress(what.host(), what.port()), this);
            connection.attach(new Feed(what.paths().get(i), what.tokens().get(i)));
            ask(connection, "");
        }
        thread = Thread.ofPlatform().daemon().name("readers").start(this::follow);
    }

    private void follow() {
        try {
            while (!closed) {
                loop.turn(PAUSE);
            }
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void ask(Connection connection, String after) {
        Feed feed = (Feed) Objects.requireNonNull(connection.attachment());
        String path = after.isEmpty()
                ? feed.path()
                : feed.path() + "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
        connection.send(ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: " + what.host()
                        + "\r\nAuthorization: Bearer " + feed.token() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void received(Connection connection, Message message) {
        long now = System.nanoTime();
        if (message.status() != OK) {
            ask(connection, "");
            return;
        }
        Mark.find(message.bytes(), message.body(), message.to(), mark -> site.arrived(mark, now));
        String body = message.text();
        Matcher next = NEXT.matcher(body);
        ask(connection, next.find(Math.max(0, body.lastIndexOf("\"next\""))) ? next.group(1) : "");
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
