package se.budkavle.benchmarks.cases;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import se.budkavle.benchmarks.Echo;
import se.budkavle.chaos.cluster.JavaCommand;
import se.budkavle.local.LocalPorts;

/** The bare framework in a process of its own, started as the gateway is. */
final class EchoServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Process process;
    private final int port;

    private EchoServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one, and waits until it can be reached. */
    static EchoServer start(Path directory) throws IOException, InterruptedException {
        int port = LocalPorts.free();
        var command = new JavaCommand(
                Echo.class.getName(),
                List.of(String.valueOf(port)),
                List.of("-Xmx768m", "-XX:+UseParallelGC"),
                JavaCommand.ownClassPath());
        Process process = command.in(directory)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        long deadline = System.nanoTime() + START.toNanos();
        while (!isOpen(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException("the echo does not start");
            }
            Thread.sleep(POLL);
        }
        return new EchoServer(process, port);
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) POLL.toMillis());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
