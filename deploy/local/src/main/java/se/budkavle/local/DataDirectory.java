package se.budkavle.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything the local system keeps, open for one instance at a time.
 *
 * <pre>
 * kafka/     the broker's log: messages, registries, offsets
 * registry/  the schema registry's database
 * streams/   stores of the Kafka Streams applications; can be rebuilt
 * keys/      signing keys of the local identity provider and of receipts, and the keys under which things are found and
 *            secrets kept
 * logs/      log files
 * lock       locked while an instance runs; the lock goes with the process, so a file left by kill -9 does no harm
 * </pre>
 *
 * Only its owner may read it, because it holds the content of messages.
 */
public final class DataDirectory implements AutoCloseable {

    /** What must be free on the disk unless configured otherwise, in bytes. */
    public static final long DEFAULT_MINIMUM_FREE = 1L << 30;

    private final Path root;
    private final boolean ephemeral;
    private final DirectoryLock lock;

    private DataDirectory(Path root, boolean ephemeral, DirectoryLock lock) {
        this.root = root;
        this.ephemeral = ephemeral;
        this.lock = lock;
    }

    /**
     * Opens the directory, and creates it where it does not exist.
     *
     * @param path absolute or relative to the working directory
     * @param minimumFree bytes that must be free on its disk
     * @throws StartFailure where it is in use, cannot be written or its disk is full
     */
    public static DataDirectory open(Path path, long minimumFree) {
        return open(path, false, minimumFree);
    }

    /**
     * A new directory among the system's temporary files, removed when it is closed. What an earlier one left behind that
     * was killed is removed now.
     *
     * @param minimumFree bytes that must be free on its disk
     * @throws StartFailure where it cannot be written or its disk is full
     */
    public static DataDirectory ephemeral(long minimumFree) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            return open(EphemeralDirectories.create(temporary), true, minimumFree);
        } catch (IOException e) {
            throw new StartFailure(
                    "A temporary data directory cannot be made in %s: %s.".formatted(temporary, reason(e)), e);
        }
    }

    private static DataDirectory open(Path path, boolean ephemeral, long minimumFree) {
        DirectoryLock lock = null;
        try {
            Path root = create(path);
            lock = lock(root);
            checkFreeSpace(root, minimumFree);
            for (String folder : List.of("kafka", "registry", "streams", "keys", "logs")) {
                Files.createDirectories(root.resolve(folder));
            }
            new RunningInstance(ProcessHandle.current().pid(), OptionalInt.empty()).write(root);
            return new DataDirectory(root, ephemeral, lock);
        } catch (IOException e) {
            closeQuietly(lock);
            throw new StartFailure(
                    "The data directory %s cannot be used: %s. Choose another one with --data-dir."
                            .formatted(path, reason(e)),
                    e);
        } catch (StartFailure e) {
            closeQuietly(lock);
            throw e;
        }
    }

    /** The directory itself, absolute and without symbolic links. */
    public Path root() {
        return root;
    }

    /** Whether it is removed at the end. */
    public boolean isEphemeral() {
        return ephemeral;
    }

    /** The broker's log. */
    public Path kafka() {
        return root.resolve("kafka");
    }

    /** The schema registry's database. */
    public Path registry() {
        return root.resolve("registry");
    }

    /** State of the Kafka Streams applications; may be deleted between runs. */
    public Path streams() {
        return root.resolve("streams");
    }

    /** Keys: of the local identity provider, and of this installation. */
    public Path keys() {
        return root.resolve("keys");
    }

    /** Log files. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** Tells a second instance, and the command line, where the API is. */
    public void announce(int apiPort) {
        try {
            new RunningInstance(ProcessHandle.current().pid(), OptionalInt.of(apiPort)).write(root);
        } catch (IOException e) {
            throw new StartFailure("The data directory %s cannot be written: %s.".formatted(root, reason(e)), e);
        }
    }

    /** Lets another instance in, and removes an ephemeral directory. */
    @Override
    public void close() {
        try {
            try (lock) {
                if (ephemeral) {
                    EphemeralDirectories.remove(root);
                } else {
                    RunningInstance.remove(root);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path create(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.isDirectory(absolute)) {
            return absolute.toRealPath();
        }
        if (absolute.getParent() != null) {
            Files.createDirectories(absolute.getParent());
        }
        if (absolute.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            return Files.createDirectory(absolute, ownerOnly).toRealPath();
        }
        return Files.createDirectory(absolute).toRealPath();
    }

    private static DirectoryLock lock(Path root) throws IOException {
        return DirectoryLock.take(root).orElseThrow(() -> {
            String who = RunningInstance.read(root)
                    .map(i -> " (" + i.describe() + ")")
                    .orElse("");
            return new StartFailure(
                    "Budkavle already runs on the data directory %s%s. End it first, or choose another directory with --data-dir and other ports with --port."
                            .formatted(root, who));
        });
    }

    private static void checkFreeSpace(Path root, long minimumFree) throws IOException {
        long free = Files.getFileStore(root).getUsableSpace();
        if (free < minimumFree) {
            throw new StartFailure(
                    "The disk of the data directory %s has %d MiB free, and %d MiB are needed. Make room, or choose another directory with --data-dir."
                            .formatted(root, free >> 20, minimumFree >> 20));
        }
    }

    private static void closeQuietly(@Nullable DirectoryLock lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            // The failure that led here is the one to tell.
        }
    }

    /** Some of these exceptions have only the path in their message; their name says what happened. */
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
            case FileAlreadyExistsException exists -> exists.getFile() + " is not a directory";
            default -> e.getClass().getSimpleName() + ": " + e.getMessage();
        };
    }
}
