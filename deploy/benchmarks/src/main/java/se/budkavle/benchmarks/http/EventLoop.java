package se.budkavle.benchmarks.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many connections on one thread. Client and endpoint of the measurements are made of it, as whatever they cost is taken
 * from the same cores as what is measured.
 */
public final class EventLoop implements AutoCloseable {

    private static final int SCRATCH = 1 << 16;
    private static final int BACKLOG = 1024;
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** Shorter waits than a selector can: it counts milliseconds. */
    private static final long SHORT_PAUSE = TimeUnit.MICROSECONDS.toNanos(50);

    private final Selector selector;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);

    /** A loop without connections. */
    public EventLoop() throws IOException {
        selector = Selector.open();
    }

    /** Connects; returns when the connection stands. */
    public Connection connect(InetSocketAddress address, Connection.Receiver receiver) throws IOException {
        return connection(SocketChannel.open(address), receiver);
    }

    /** Takes connections on a free port of all addresses. */
    public int listen(Connection.Receiver receiver) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress((InetAddress) null, 0), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT, receiver);
        return server.socket().getLocalPort();
    }

    private Connection connection(SocketChannel channel, Connection.Receiver receiver) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        Connection connection = new Connection(channel, key, receiver);
        key.attach(connection);
        return connection;
    }

    /** Does what there is to do, and waits for it at most so many nanoseconds. */
    public void turn(long nanos) throws IOException {
        if (nanos >= MILLI) {
            selector.select(this::serve, nanos / MILLI);
        } else if (selector.selectNow(this::serve) == 0 && nanos > 0) {
            LockSupport.parkNanos(Math.min(nanos, SHORT_PAUSE));
        }
    }

    private void serve(SelectionKey key) {
        if (key.channel() instanceof ServerSocketChannel server) {
            accept(server, (Connection.Receiver) key.attachment());
            return;
        }
        Connection connection = (Connection) key.attachment();
        if (key.isValid() && key.isWritable()) {
            connection.flush();
        }
        if (key.isValid() && key.isReadable()) {
            connection.read(scratch);
        }
    }

    private void accept(ServerSocketChannel server, Connection.Receiver receiver) {
        try {
            for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
                connection(channel, receiver);
            }
        } catch (IOException e) {
            // Who could not be served tries again.
        }
    }

    /** Lets {@link #turn} return at once. */
    public void wakeUp() {
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
