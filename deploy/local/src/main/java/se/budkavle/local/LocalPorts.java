package se.budkavle.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The TCP ports of the local system, all found free at the time they were chosen.
 *
 * @param gateway the public API
 * @param router the router's health and metrics
 * @param notifier the notifier's internal API, health and metrics
 * @param registry the schema registry
 * @param broker Kafka, for clients
 * @param controller Kafka's own traffic between controller and broker; another one at every start
 */
public record LocalPorts(int gateway, int router, int notifier, int registry, int broker, int controller) {

    /** How many ports in a row {@link #from} takes. */
    public static final int IN_A_ROW = 5;

    /**
     * Free ports are looked for below the range from which systems take the ports of outgoing connections (from 32768 on
     * Linux), or a client of our own could take one between the choice and its use.
     */
    private static final int FREE_FROM = 20_000;

    private static final int FREE_TO = 32_000;

    /** Our processes start at the same time (tests do): each hands out ports of a stretch of its own, or two take the same. */
    private static final int STRETCH = 400;

    private static final class Stretch {
        /** Held as long as the process lives: the stretch after it is this one's. */
        private static final ServerSocket GUARD = guard();

        private static final AtomicInteger HANDED_OUT = new AtomicInteger();

        private static ServerSocket guard() {
            int stretches = (FREE_TO - FREE_FROM) / STRETCH;
            int first = ThreadLocalRandom.current().nextInt(stretches);
            for (int i = 0; i < stretches; i++) {
                int port = FREE_FROM + (first + i) % stretches * STRETCH;
                try {
                    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                } catch (IOException taken) {
                    // Another process has that stretch.
                }
            }
            throw new StartFailure("No free port was found between %d and %d.".formatted(FREE_FROM, FREE_TO));
        }

        /** One after the other, so that a port comes again only after all others. */
        private static int next() {
            return GUARD.getLocalPort() + 1 + Math.floorMod(HANDED_OUT.getAndIncrement(), STRETCH - 1);
        }
    }

    /**
     * Five ports in a row from {@code base}, or any free ones for 0.
     *
     * @throws StartFailure where one of them is taken or there is no such port
     */
    public static LocalPorts from(int base) {
        if (base == 0) {
            return new LocalPorts(free(), free(), free(), free(), free(), free());
        }
        if (base < 1 || base > 65_536 - IN_A_ROW) {
            throw new StartFailure("--port must be 0 (any free ports) or lie between 1 and %d, not %d."
                    .formatted(65_536 - IN_A_ROW, base));
        }
        String[] purposes = {"the API", "the router", "the notifier", "the schema registry", "Kafka"};
        for (int i = 0; i < IN_A_ROW; i++) {
            if (!isFree(base + i)) {
                throw new StartFailure(
                        "Port %d, for %s, is taken by another program. The ports %d to %d are needed: end that program, or choose others with --port."
                                .formatted(base + i, purposes[i], base, base + IN_A_ROW - 1));
            }
        }
        return new LocalPorts(base, base + 1, base + 2, base + 3, base + 4, free());
    }

    /**
     * A port nobody listens on.
     *
     * @throws StartFailure where none is found
     */
    public static int free() {
        for (int i = 1; i < STRETCH; i++) {
            int port = Stretch.next();
            if (isFree(port)) {
                return port;
            }
        }
        throw new StartFailure("No free port was found in %d in a row.".formatted(STRETCH - 1));
    }

    /**
     * Looks again before a port is used, because in between another program may have taken it.
     *
     * @throws StartFailure where it is taken
     */
    static void requireFree(int port, String purpose) {
        if (!isFree(port)) {
            throw new StartFailure(
                    "Port %d, for %s, is taken by another program. End it, or choose other ports with --port."
                            .formatted(port, purpose));
        }
    }

    /** Both addresses are tried, because some systems let one socket have the loopback address and another all of them. */
    static boolean isFree(int port) {
        return canListen(new InetSocketAddress(port))
                && canListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static boolean canListen(InetSocketAddress address) {
        try (var socket = new ServerSocket()) {
            // Or what a closed connection leaves behind for a minute would look like a program that listens.
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
