package se.budkavle.benchmarks.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One connection of an {@link EventLoop}; used on the loop's thread only. */
public final class Connection {

    /** What is done with what comes in. */
    public interface Receiver {

        /** A message is complete. */
        void received(Connection connection, Message message);

        /** The other side has closed the connection, or it broke. */
        default void closed(Connection connection) {
            // Who needs the connection says so.
        }
    }

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Receiver receiver;
    private final MessageCutter cutter = new MessageCutter();
    private final Deque<ByteBuffer> outgoing = new ArrayDeque<>();
    private @Nullable Object attachment;

    Connection(SocketChannel channel, SelectionKey key, Receiver receiver) {
        this.channel = channel;
        this.key = key;
        this.receiver = receiver;
    }

    /** What belongs to it. */
    public @Nullable Object attachment() {
        return attachment;
    }

    /** Says what belongs to it. */
    public void attach(Object belongs) {
        attachment = belongs;
    }

    /** Sends, at once as far as the network takes it; the bytes must not change until they are gone. */
    public void send(ByteBuffer bytes) {
        outgoing.add(bytes);
        flush();
    }

    void flush() {
        try {
            while (!outgoing.isEmpty()) {
                channel.write(outgoing.element());
                if (outgoing.element().hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    return;
                }
                outgoing.remove();
            }
            key.interestOps(SelectionKey.OP_READ);
        } catch (IOException e) {
            close();
        }
    }

    void read(ByteBuffer scratch) {
        try {
            scratch.clear();
            int read = channel.read(scratch);
            if (read < 0) {
                close();
                return;
            }
            scratch.flip();
            cutter.read(scratch, message -> receiver.received(this, message));
        } catch (IOException e) {
            close();
        }
    }

    /** Ends it. */
    public void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        receiver.closed(this);
    }
}
