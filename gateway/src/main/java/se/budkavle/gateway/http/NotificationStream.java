package se.budkavle.gateway.http;

import io.micronaut.core.io.buffer.ReadBuffer;
import io.micronaut.core.io.buffer.ReadBufferFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.gateway.problem.RefusedException;

/**
 * One reader's stream of server-sent events: a virtual thread that reads page after page and hands on what the connection
 * takes. Each event has its cursor as id, so that a reader goes on where it was. Where nothing happens a comment is sent.
 *
 * <pre>
 *  feed ──page──▶ frames ──▶ connection     waits for the feed: heartbeat at most
 *   ▲                           │           waits for the reader: patience at most
 *   └───────── next page ◀──────┘           ends: longest, reader gone, subscription deleted, gateway stops
 * </pre>
 */
final class NotificationStream {

    private static final Logger LOG = LoggerFactory.getLogger(NotificationStream.class);

    /** How soon a reader comes again. */
    private static final byte[] BEGINNING = "retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final NotificationFeed feed;
    private final OwnSubscriptions own;
    private final NotificationFeed.Reader reader;
    private final StreamSettings settings;
    private final Consumer<NotificationStream> onEnd;
    private final Semaphore wanted = new Semaphore(0);
    private volatile boolean ended;
    private volatile @Nullable Thread thread;
    private @Nullable NotificationPage first;

    NotificationStream(
            NotificationFeed feed,
            OwnSubscriptions own,
            NotificationFeed.Reader reader,
            StreamSettings settings,
            Consumer<NotificationStream> onEnd) {
        this.feed = feed;
        this.own = own;
        this.reader = reader;
        this.settings = settings;
        this.onEnd = onEnd;
    }

    String organisation() {
        return reader.caller().organisation();
    }

    /** Reads the first page, so that what is wrong can still be answered as a problem. */
    void begin(@Nullable String position) {
        first = feed.read(reader, position, Duration.ZERO);
    }

    /** {@return the body of its answer, to be subscribed to once} */
    Publisher<ReadBuffer> body(ReadBufferFactory buffers) {
        return subscriber -> start(subscriber, frame -> subscriber.onNext(buffers.adapt(frame)));
    }

    private void start(Subscriber<?> subscriber, Consumer<byte[]> connection) {
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long frames) {
                wanted.release((int) Math.min(frames, Integer.MAX_VALUE / 2 - wanted.availablePermits()));
            }

            @Override
            public void cancel() {
                end();
            }
        });
        var name = "notifications-" + reader.subscriptionId();
        thread = Thread.ofVirtual().name(name).start(() -> run(subscriber, connection));
        if (ended) {
            end();
        }
    }

    /** Ends it soon; a reader that is still there sees a proper end. */
    void end() {
        ended = true;
        var running = thread;
        if (running == null) {
            onEnd.accept(this);
        } else {
            running.interrupt();
        }
    }

    private void run(Subscriber<?> subscriber, Consumer<byte[]> connection) {
        try {
            tell(connection);
        } catch (InterruptedException e) {
            // Ended by its reader, or by the gateway's stop.
        } catch (RefusedException e) {
            // The reader comes again, and is told then.
            LOG.atDebug()
                    .addKeyValue("subscriptionId", reader.subscriptionId())
                    .addKeyValue("code", e.refusal().code().code())
                    .log("a stream of notifications ends early");
        } finally {
            onEnd.accept(this);
            subscriber.onComplete();
        }
    }

    private void tell(Consumer<byte[]> connection) throws InterruptedException {
        long deadline = System.nanoTime() + settings.longest().toNanos();
        if (!hand(BEGINNING, connection)) {
            return;
        }
        var page = first;
        first = null;
        var position = page == null ? null : page.next();
        while (!ended) {
            if (page != null) {
                for (var item : page.items()) {
                    if (!hand(frame(item), connection)) {
                        return;
                    }
                }
                position = page.next();
                if (page.items().isEmpty() && !hand(HEARTBEAT, connection)) {
                    return;
                }
            }
            var left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive() || !own.isThere(reader.subscriptionId(), reader.caller())) {
                return;
            }
            page = feed.read(reader, position, left.compareTo(settings.heartbeat()) < 0 ? left : settings.heartbeat());
        }
    }

    /** Hands a frame on, once the connection takes it; false: the reader takes too long. */
    private boolean hand(byte[] frame, Consumer<byte[]> connection) throws InterruptedException {
        if (!wanted.tryAcquire(settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        connection.accept(frame);
        return true;
    }

    private byte[] frame(NotificationPage.Item item) {
        var head = ("id: " + reader.cursor(item.position()) + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
        var json = item.json();
        var frame = new byte[head.length + json.length + 2];
        System.arraycopy(head, 0, frame, 0, head.length);
        for (int i = 0; i < json.length; i++) {
            // A line would end the data; in JSON a line break is white space.
            frame[head.length + i] = json[i] == '\n' || json[i] == '\r' ? (byte) ' ' : json[i];
        }
        frame[frame.length - 2] = '\n';
        frame[frame.length - 1] = '\n';
        return frame;
    }
}
