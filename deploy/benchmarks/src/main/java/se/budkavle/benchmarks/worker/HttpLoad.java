package se.budkavle.benchmarks.worker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import se.budkavle.benchmarks.http.Connection;
import se.budkavle.benchmarks.http.EventLoop;
import se.budkavle.benchmarks.http.Mark;
import se.budkavle.benchmarks.http.Message;

/**
 * Sends requests over keep-alive connections, one at a time on each. With a rate (open loop) each request is due at its time,
 * however long others take, and its latency counts from then; without one (closed loop) each connection sends as soon as it
 * has its answer.
 *
 * @param host where to
 * @param port where to
 * @param requests one for each connection, complete with their heads; all {@link Mark#BLANK}s are written over each time
 * @param run the run of the marks
 * @param perSecond requests a second of all connections together; 0: closed loop
 * @param seconds for how long
 * @param expectedStatus what counts as done
 */
public record HttpLoad(
        String host, int port, List<String> requests, int run, double perSecond, double seconds, int expectedStatus)
        implements Task {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    @Override
    public Outcome run(Site site) throws IOException {
        try (EventLoop loop = new EventLoop()) {
            return new Generator(loop).run();
        }
    }

    private final class Generator implements Connection.Receiver {

        private final EventLoop loop;
        private final Client[] clients;
        private final Histogram latencies = Histograms.empty();
        private final Map<String, Long> others = new HashMap<>();
        private long done;
        private int underWay;
        private long end;
        private boolean over;

        Generator(EventLoop loop) throws IOException {
            this.loop = loop;
            clients = new Client[requests.size()];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = new Client(i, requests.get(i));
                clients[i].connection = loop.connect(new InetSocketAddress(host, port), this);
                clients[i].connection().attach(clients[i]);
            }
        }

        Outcome run() throws IOException {
            long began = System.nanoTime();
            end = began + (long) (seconds * 1e9);
            if (perSecond == 0) {
                for (Client client : clients) {
                    client.send(began);
                }
                while (System.nanoTime() - end < 0) {
                    loop.turn(end - System.nanoTime());
                }
                long counted = done;
                double took = (System.nanoTime() - began) / 1e9;
                over = true;
                drain();
                return Outcome.of(counted, took, latencies, others);
            }
            long interval = (long) (1e9 / perSecond);
            int next = 0;
            for (long due = began; due - end < 0; due += interval) {
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    loop.turn(left);
                }
                clients[next].due(due);
                next = (next + 1) % clients.length;
            }
            drain();
            return Outcome.of(done, (System.nanoTime() - began) / 1e9, latencies, others);
        }

        private void drain() throws IOException {
            long deadline = System.nanoTime() + PATIENCE;
            while (underWay > 0 && System.nanoTime() - deadline < 0) {
                loop.turn(TimeUnit.MILLISECONDS.toNanos(10));
            }
            if (underWay > 0) {
                others.put("unanswered", (long) underWay);
            }
        }

        @Override
        public void received(Connection connection, Message message) {
            Client client = (Client) java.util.Objects.requireNonNull(connection.attachment());
            long now = System.nanoTime();
            underWay--;
            if (message.status() == expectedStatus) {
                done++;
                Histograms.add(latencies, now - client.sentOrDue);
            } else {
                others.merge("status " + message.status(), 1L, Long::sum);
            }
            client.answered(now);
        }

        @Override
        public void closed(Connection connection) {
            others.merge("closed", 1L, Long::sum);
        }

        /** One connection and what it sends. */
        private final class Client {

            private final int number;
            private final byte[] request;
            private final int[] places;
            private final Queue<Long> waiting = new ArrayDeque<>();
            private @Nullable Connection connection;
            private int sequence;
            private long sentOrDue;
            private boolean isBusy;

            Client(int number, String request) {
                this.number = number;
                this.request = request.getBytes(StandardCharsets.UTF_8);
                places = Mark.places(this.request);
            }

            Connection connection() {
                return java.util.Objects.requireNonNull(connection);
            }

            void due(long at) {
                if (isBusy) {
                    waiting.add(at);
                    underWay++;
                } else {
                    send(at);
                }
            }

            void send(long due) {
                underWay++;
                begin(due);
            }

            private void begin(long due) {
                isBusy = true;
                sentOrDue = due;
                for (int place : places) {
                    new Mark(run, number, sequence++, due).write(request, place);
                }
                connection().send(ByteBuffer.wrap(request));
            }

            void answered(long now) {
                isBusy = false;
                Long due = waiting.poll();
                if (due != null) {
                    begin(due);
                } else if (perSecond == 0 && !over) {
                    send(now);
                }
            }
        }
    }
}
