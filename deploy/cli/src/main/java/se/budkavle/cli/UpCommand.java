package se.budkavle.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import se.budkavle.local.DataDirectory;
import se.budkavle.local.LocalOptions;
import se.budkavle.local.LocalSystem;
import se.budkavle.local.StartFailure;
import se.budkavle.local.StartListener;

/** {@code budkavle up}. */
@Command(
        name = "up",
        description = {
            "Starts the whole system on this machine, plays a message's life before your eyes, and stays up until Ctrl-C.",
            "Only this machine reaches it."
        },
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(names = "--no-demo", description = "Starts without the demo.")
    private boolean noDemo;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where everything is kept between runs (default: .budkavle in the repository).")
    private @Nullable Path dataDirectory;

    @Option(names = "--ephemeral", description = "Keeps nothing.")
    private boolean ephemeral;

    @Option(names = "--once", description = "Stops after the demo; fails if the demo fails.")
    private boolean once;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "" + LocalOptions.DEFAULT_PORT,
            description =
                    "Port of the API (default: ${DEFAULT-VALUE}); the next four are the router's, the notifier's, the schema registry's and Kafka's. 0: any free ones.")
    private int port;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "${env:BUDKAVLE_LOG_FORMAT:-plain}",
            description =
                    "Of logs/budkavle.log in the data directory: plain, or json, an object a line (default: BUDKAVLE_LOG_FORMAT, or plain).")
    private Logging.Format logFormat;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "${env:BUDKAVLE_LOG_LEVEL:-info}",
            description =
                    "Of what the system itself logs: debug also tells the way of every message (default: BUDKAVLE_LOG_LEVEL, or info).")
    private Level logLevel;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    private final AtomicBoolean stopping = new AtomicBoolean();

    @Override
    public Integer call() throws InterruptedException {
        if (ephemeral && dataDirectory != null) {
            throw new ParameterException(spec.commandLine(), "--ephemeral keeps nothing: leave out --data-dir.");
        }
        PrintWriter out = spec.commandLine().getOut();
        var terminal = Terminal.of(out);
        try {
            return up(terminal);
        } catch (StartFailure | DemoFailure e) {
            if (!stopping.get()) {
                throw new CommandFailure(CommandFailure.FAILED, String.valueOf(e.getMessage()));
            }
            // Ctrl-C in the middle of it is no failure.
            return 0;
        }
    }

    private int up(Terminal terminal) throws InterruptedException {
        long begin = System.nanoTime();
        try (var system = new LocalSystem(options(), new Progress(terminal, logFormat, logLevel))) {
            var hook = new Thread(() -> stop(terminal, system), "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                system.start();
            } catch (StartFailure e) {
                if (!stopping.get()) {
                    Runtime.getRuntime().removeShutdownHook(hook);
                }
                throw e;
            }
            terminal.line("Ready after " + seconds(Duration.ofNanos(System.nanoTime() - begin)) + ".");
            boolean wentWell = noDemo || demo(terminal, system);
            if (once) {
                stop(terminal, system);
                return wentWell ? 0 : CommandFailure.FAILED;
            }
            Farewell.print(terminal, system, command());
            new CountDownLatch(1).await();
            return 0;
        }
    }

    /** A demo that fails does not take the system with it: that is where one looks for the reason. */
    private boolean demo(Terminal terminal, LocalSystem system) {
        try {
            new Demo(system.gateway(), command(), system.dataDirectory().root().resolve("demo"), terminal, PATIENCE)
                    .play();
            return true;
        } catch (DemoFailure e) {
            if (stopping.get()) {
                throw e;
            }
            terminal.line("");
            terminal.failure(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void stop(Terminal terminal, LocalSystem system) {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        Logging.quietConsole();
        terminal.line("");
        terminal.line("Stopping.");
        long begin = System.nanoTime();
        system.close();
        terminal.line("Stopped after " + seconds(Duration.ofNanos(System.nanoTime() - begin)) + ".");
    }

    private LocalOptions options() {
        if (ephemeral) {
            return LocalOptions.ephemeral(port);
        }
        return LocalOptions.keeping(dataDirectory == null ? defaultDirectory() : dataDirectory, port);
    }

    private static Path defaultDirectory() {
        return Path.of(System.getProperty("budkavle.data", ".budkavle"));
    }

    private static String command() {
        return System.getProperty("budkavle.command", "budkavle");
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    /** Shows how the start goes on. */
    private record Progress(Terminal terminal, Logging.Format logFormat, Level logLevel) implements StartListener {

        @Override
        public void opened(DataDirectory directory) {
            Logging.to(directory.logs(), logFormat, logLevel);
            terminal.line("Budkavle starts; its data is in " + directory.root()
                    + (directory.isEphemeral() ? ", until it stops." : "."));
        }

        @Override
        public void started(Part part, Duration took) {
            terminal.done(part.label(), seconds(took));
        }
    }
}
