package se.budkavle.chaos.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way from one process to another, which can be cut and slowed down. As in a real network, nobody is told of a cut: what
 * is sent is kept and arrives when the link is whole again, and what is opened meanwhile is not answered.
 */
public final class Link implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS_UNDER_WAY = 64;

    private final String from;
    private final String to;
    private final int target;
    private final ServerSocket server;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition whole = lock.newCondition();
    private boolean cut;
    private volatile Duration delay = Duration.ZERO;

    /** Some bytes on their way; none: the end of a direction. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chunk(byte[] bytes, long due) {

        static Chunk end() {
            return new Chunk(new byte[0], 0);
        }

        boolean isEnd() {
            return bytes.length == 0;
        }
    }

    private Link(String from, String to, int target, ServerSocket server) {
        this.from = from;
        this.to = to;
        this.target = target;
        this.server = server;
    }

    /** Opens one on a free port. */
    static Link open(String from, String to, int target) {
        try {
            var link = new Link(from, to, target, new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
            Thread.ofPlatform().daemon().name("link-" + from + "-" + to).start(link::acceptAll);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where to connect instead of the target. */
    int port() {
        return server.getLocalPort();
    }

    /** Whether one end is that process. */
    public boolean touches(Member member) {
        return from.equals(member.name()) || to.equals(member.name());
    }

    /** Nothing passes any more. */
    public void cut() {
        lock.lock();
        try {
            cut = true;
        } finally {
            lock.unlock();
        }
    }

    /** Everything passes so much later. */
    public void delay(Duration by) {
        delay = by;
    }

    /** Everything passes at once. */
    public void heal() {
        delay = Duration.ZERO;
        lock.lock();
        try {
            cut = false;
            whole.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> join(socket));
            } catch (IOException closed) {
                // Or a client that was gone before it was accepted.
            }
        }
    }

    private void join(Socket near) {
        try {
            awaitWhole();
            Socket far = new Socket();
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            pump(near, far);
            pump(far, near);
        } catch (IOException | InterruptedException e) {
            close(near);
        }
    }

    private void pump(Socket source, Socket sink) {
        BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(CHUNKS_UNDER_WAY);
        Thread.ofVirtual().start(() -> read(source, underWay));
        Thread.ofVirtual().start(() -> write(underWay, source, sink));
    }

    private void read(Socket source, BlockingQueue<Chunk> underWay) {
        byte[] buffer = new byte[CHUNK];
        try (InputStream in = source.getInputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                underWay.put(new Chunk(Arrays.copyOf(buffer, count), System.nanoTime() + delay.toNanos()));
            }
        } catch (IOException | InterruptedException e) {
            // It has ended.
        }
        try {
            underWay.put(Chunk.end());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(BlockingQueue<Chunk> underWay, Socket source, Socket sink) {
        try (OutputStream out = sink.getOutputStream()) {
            for (Chunk chunk = underWay.take(); !chunk.isEnd(); chunk = underWay.take()) {
                long early = chunk.due() - System.nanoTime();
                if (early > 0) {
                    Thread.sleep(Duration.ofNanos(early));
                }
                awaitWhole();
                out.write(chunk.bytes());
            }
            awaitWhole();
        } catch (IOException | InterruptedException e) {
            // It has ended.
        } finally {
            // Nobody reads what would still come.
            close(source);
            close(sink);
            underWay.clear();
        }
    }

    private void awaitWhole() throws InterruptedException {
        lock.lock();
        try {
            while (cut) {
                whole.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Then it is closed.
        }
    }

    @Override
    public void close() {
        heal();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return from + " - " + to;
    }
}
