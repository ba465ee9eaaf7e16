package se.budkavle.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process of the system. It can be killed, frozen, and started again with the same name, ports and state; its log goes
 * on in the same file.
 */
public final class Member implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(50);

    /**
     * What may differ from start to start.
     *
     * @param jvmOptions go before the usual ones
     * @param environment variables beyond the usual ones
     */
    public record Circumstances(List<String> jvmOptions, Map<String, String> environment) {

        /** As always. */
        public static final Circumstances USUAL = new Circumstances(List.of(), Map.of());

        /** Copies both. */
        public Circumstances {
            jvmOptions = List.copyOf(jvmOptions);
            environment = Map.copyOf(environment);
        }
    }

    private final Role role;
    private final String name;
    private final Path directory;
    private final Probe probe;
    private JavaCommand command;
    private @Nullable Process process;

    Member(Role role, String name, JavaCommand command, Path directory, Probe probe) {
        this.role = role;
        this.name = name;
        this.command = command;
        this.directory = directory;
        this.probe = probe;
    }

    /** What it does. */
    public Role role() {
        return role;
    }

    /** Such as {@code router-2}. */
    public String name() {
        return name;
    }

    /** Its process id, for those who measure it from outside. */
    public long pid() {
        return running().pid();
    }

    /** Where it keeps what it has. */
    public Path directory() {
        return directory;
    }

    /** Where its log goes. */
    public Path log() {
        return directory.resolve(name + ".log");
    }

    /** Starts it, for the first time or again; does not wait. */
    public void start() {
        start(Circumstances.USUAL);
    }

    /** The same, under other circumstances than usual; the next start is a usual one again. */
    public synchronized void start(Circumstances circumstances) {
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = command.with(circumstances.jvmOptions()).in(directory);
            builder.environment().putAll(circumstances.environment());
            process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be started", e);
        }
    }

    /** From its next start on it is of this build, whatever it was before. */
    public synchronized void renew() {
        command = command.renewed();
    }

    /** {@code kill -9}; returns when it has ended. */
    public void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    /** {@code kill -TERM}, as an operator stops it; killed where that takes too long. Returns when it has ended. */
    public void stop(Duration atMost) throws InterruptedException {
        Process ending = running();
        ending.destroy();
        if (!ending.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
    }

    /** Whether its process lives. */
    public boolean isAlive() {
        return running().isAlive();
    }

    /** Whether its readiness is good just now. */
    public boolean isReady() throws InterruptedException {
        return probe.isReady();
    }

    /** {@code kill -STOP}: it holds its connections and does nothing. */
    public void freeze() throws InterruptedException {
        signal("STOP");
    }

    /** {@code kill -CONT}. */
    public void thaw() throws InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws InterruptedException {
        try {
            Process kill = new ProcessBuilder(
                            "kill", "-" + signal, Long.toString(running().pid()))
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + signal + " failed on " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until its readiness is good.
     *
     * @throws IllegalStateException where it ends before, or is not ready in time
     */
    public void awaitReady(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!probe.isReady()) {
            if (!running().isAlive()) {
                throw new IllegalStateException("%s ended while it started (exit code %d); its log is %s"
                        .formatted(name, running().exitValue(), log()));
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%s was not ready within %d s; its log is %s".formatted(name, atMost.toSeconds(), log()));
            }
            Thread.sleep(PAUSE);
        }
    }

    private synchronized Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }

    /** Kills it, whatever state it is in: nothing of it is needed any more. */
    @Override
    public synchronized void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
