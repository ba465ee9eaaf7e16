package se.budkavle.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lock of a data directory. It goes with the process, so the file left by {@code kill -9} does no harm. */
final class DirectoryLock implements AutoCloseable {

    static final String FILE = "lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Creates the file where there is none; empty where somebody else holds the lock. */
    static Optional<DirectoryLock> take(Path directory) throws IOException {
        return take(directory, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /**
     * Leaves a directory without the file as it is.
     *
     * @throws NoSuchFileException where there is no such file
     */
    static Optional<DirectoryLock> takeExisting(Path directory) throws IOException {
        return take(directory, StandardOpenOption.WRITE);
    }

    private static Optional<DirectoryLock> take(Path directory, OpenOption... options) throws IOException {
        FileChannel channel = FileChannel.open(directory.resolve(FILE), options);
        if (tryLock(channel) == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new DirectoryLock(channel));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException lockedByThisProcess) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
