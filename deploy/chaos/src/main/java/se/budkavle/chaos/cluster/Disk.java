package se.budkavle.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small disk of its own for a process, in memory; only root can mount one, on Linux. */
public final class Disk {

    private Disk() {}

    /** Where the disk of a process is, or would be. */
    public static Path of(Path directory) {
        return directory.resolve("disk");
    }

    /** Whether there is one. */
    public static boolean isMounted(Path directory) {
        try {
            FileStore own = Files.getFileStore(of(directory));
            return own.type().equals("tmpfs") && !own.equals(Files.getFileStore(directory));
        } catch (IOException none) {
            return false;
        }
    }

    /** Mounts it, where that is possible. */
    static void mount(Path directory, int megabytes) {
        Path place = of(directory);
        try {
            Files.createDirectories(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", place.toString());
    }

    /** Gives it back, with all that is on it. */
    static void unmount(Path directory) {
        if (isMounted(directory)) {
            run("umount", "-l", of(directory).toString());
        }
    }

    /** Whether it worked shows afterwards. */
    private static void run(String... command) {
        try {
            var _ = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException notThere) {
            // Another system than Linux.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
