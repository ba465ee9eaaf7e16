package se.budkavle.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Data directories that are not kept, among the system's temporary files. They are removed when they are closed; what could
 * not be, because its process was killed or still wrote into it, is removed by the next one that is made.
 */
final class EphemeralDirectories {

    private static final String PREFIX = "budkavle-ephemeral-";

    /** Files may still come up while a directory is removed: a broker that hangs writes for a while yet. */
    private static final int TRIES = 25;

    private static final Duration PAUSE = Duration.ofMillis(20);

    /** A directory without its marks is being made, or was half removed. After so long without a change, it was the latter. */
    private static final Duration LEFT_AFTER = Duration.ofMinutes(10);

    private EphemeralDirectories() {}

    /** Makes an empty one, and sweeps out those that were left behind. */
    static Path create(Path temporary) throws IOException {
        sweep(temporary, Instant.now().minus(LEFT_AFTER));
        return Files.createTempDirectory(temporary, PREFIX);
    }

    /**
     * Removes what was left behind. What cannot be removed, another user's perhaps, is left alone.
     *
     * @param unmarkedBefore directories without their marks are taken if they have not changed since
     */
    static void sweep(Path temporary, Instant unmarkedBefore) {
        try (Stream<Path> entries = Files.list(temporary)) {
            entries.filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
                    .forEach(entry -> removeIfAbandoned(entry, unmarkedBefore));
        } catch (IOException e) {
            // Somebody else's rubbish does not keep this instance from starting.
        }
    }

    private static void removeIfAbandoned(Path directory, Instant unmarkedBefore) {
        try (DirectoryLock lock = DirectoryLock.takeExisting(directory).orElse(null)) {
            if (lock != null && (RunningInstance.read(directory).isPresent() || unchanged(directory, unmarkedBefore))) {
                remove(directory);
            }
        } catch (NoSuchFileException noLock) {
            removeIfUnchanged(directory, unmarkedBefore);
        } catch (IOException | UncheckedIOException e) {
            // As above.
        }
    }

    private static void removeIfUnchanged(Path directory, Instant unmarkedBefore) {
        try {
            if (unchanged(directory, unmarkedBefore)) {
                remove(directory);
            }
        } catch (IOException | UncheckedIOException e) {
            // As above.
        }
    }

    /** All of it, because a broker at work changes files deep below. */
    private static boolean unchanged(Path directory, Instant since) throws IOException {
        try (Stream<Path> entries = Files.walk(directory)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (Files.getLastModifiedTime(entry).toInstant().isAfter(since)) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Removes one with all that is in it, the marks by which it is recognised last: what is broken off goes on at the next
     * sweep.
     *
     * @throws IOException where it is still there after some tries
     */
    static void remove(Path directory) throws IOException {
        for (int left = TRIES - 1; ; left--) {
            try {
                deleteContent(directory, Set.of(RunningInstance.FILE, DirectoryLock.FILE));
                Files.deleteIfExists(directory.resolve(RunningInstance.FILE));
                Files.deleteIfExists(directory.resolve(DirectoryLock.FILE));
                Files.deleteIfExists(directory);
                return;
            } catch (IOException | UncheckedIOException stillWritten) {
                if (left == 0 || !pause()) {
                    throw stillWritten instanceof UncheckedIOException e ? e.getCause() : (IOException) stillWritten;
                }
            }
        }
    }

    /** Removes a directory that nobody writes into. */
    static void deleteRecursively(Path directory) throws IOException {
        try {
            deleteContent(directory, Set.of());
            Files.deleteIfExists(directory);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void deleteContent(Path directory, Set<String> except) throws IOException {
        try (Stream<Path> entries = Files.walk(directory)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                boolean excepted = entry.equals(directory)
                        || (directory.equals(entry.getParent())
                                && except.contains(entry.getFileName().toString()));
                if (!excepted) {
                    Files.deleteIfExists(entry);
                }
            }
        } catch (NoSuchFileException gone) {
            // That is what was wanted.
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
