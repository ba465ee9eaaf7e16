package se.budkavle.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

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
    private static final int FREE_ATTEMPTS = 200;

    /**
     * Five ports in a row from {@code base}, or any free ones for 0.
     *
     * @throws StartFailure where one of them is taken or there is no such port
     */
    public static LocalPorts from(int base) {
        var used = new HashSet<Integer>();
        if (base == 0) {
            return new LocalPorts(free(used), free(used), free(used), free(used), free(used), free(used));
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
            used.add(base + i);
        }
        return new LocalPorts(base, base + 1, base + 2, base + 3, base + 4, free(used));
    }

    /**
     * A port nobody listens on.
     *
     * @throws StartFailure where none is found
     */
    public static int free() {
        return free(new HashSet<>());
    }

    private static int free(Set<Integer> used) {
        for (int i = 0; i < FREE_ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FREE_FROM, FREE_TO);
            if (!used.contains(port) && isFree(port)) {
                used.add(port);
                return port;
            }
        }
        throw new StartFailure("No free port was found between %d and %d.".formatted(FREE_FROM, FREE_TO));
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
