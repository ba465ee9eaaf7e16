package se.budkavle.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A schema registry left running on a data directory by an instance that was killed. It ends by itself when its parent is
 * gone; this is for the moments until then, and for the case that it hangs.
 */
final class RegistryOrphan {

    /** On the registry's command line, with its directory, so that it can be recognised. */
    static final String MARKER = "-Dbudkavle.registry.directory=";

    private static final String PID_FILE = "registry.pid";

    private RegistryOrphan() {}

    /** Notes which process works on the directory. */
    static void record(Path directory, ProcessHandle process) {
        try {
            Files.writeString(directory.resolve(PID_FILE), process.pid() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The registry that works on the directory, if one does. */
    static Optional<ProcessHandle> find(Path directory) {
        try {
            long pid =
                    Long.parseLong(Files.readString(directory.resolve(PID_FILE)).strip());
            return ProcessHandle.of(pid).filter(process -> worksOn(process, directory));
        } catch (NoSuchFileException | NumberFormatException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends it, if there is one, and waits until it is gone.
     *
     * @param patience for it to end by itself, then again when it has been asked to, and again when it has been killed
     * @throws StartFailure where it survives that
     */
    static void end(Path directory, Duration patience) {
        ProcessHandle orphan = find(directory).orElse(null);
        if (orphan == null || endsWithin(orphan, patience)) {
            return;
        }
        orphan.destroy();
        if (endsWithin(orphan, patience)) {
            return;
        }
        orphan.destroyForcibly();
        if (!endsWithin(orphan, patience)) {
            throw new StartFailure(
                    "Process %d, a schema registry left by an earlier run, works on %s and cannot be ended. End it by hand."
                            .formatted(orphan.pid(), directory));
        }
    }

    /** The process id alone would not do: by now it may be that of somebody else's process. */
    private static boolean worksOn(ProcessHandle process, Path directory) {
        return process.info()
                .arguments()
                .filter(arguments -> Arrays.asList(arguments).contains(MARKER + directory))
                .isPresent();
    }

    private static boolean endsWithin(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("The start was interrupted.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
