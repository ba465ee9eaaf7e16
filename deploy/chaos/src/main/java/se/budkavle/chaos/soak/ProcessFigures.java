package se.budkavle.chaos.soak;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.budkavle.chaos.cluster.LiveHeap;

/** What a process takes, as Linux shows it; elsewhere nothing is known. */
final class ProcessFigures {

    private static final double KILOBYTES_PER_MEGABYTE = 1024;
    private static final double BYTES_PER_KILOBYTE = 1024;

    /** Kafka makes them of full size, and nearly empty. */
    private static final List<String> SPARSE = List.of(".index", ".timeindex");

    private ProcessFigures() {}

    /** Its memory in megabytes, without the files that it has mapped: of these the system takes back what it needs. */
    static OptionalDouble memory(long pid) {
        OptionalDouble kilobytes = status(pid, "RssAnon:");
        return kilobytes.isPresent()
                ? OptionalDouble.of(kilobytes.getAsDouble() / KILOBYTES_PER_MEGABYTE)
                : OptionalDouble.empty();
    }

    /** What is live of its heap, in megabytes. */
    static OptionalDouble heap(long pid) throws InterruptedException {
        try {
            return OptionalDouble.of(LiveHeap.of(pid) / BYTES_PER_KILOBYTE / KILOBYTES_PER_MEGABYTE);
        } catch (IOException gone) {
            return OptionalDouble.empty();
        }
    }

    /** How many threads it has. */
    static OptionalDouble threads(long pid) {
        return status(pid, "Threads:");
    }

    /** How many files, sockets and pipes it has open. */
    static OptionalDouble handles(long pid) {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return OptionalDouble.of((double) open.count());
        } catch (IOException gone) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble status(long pid, String key) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(key.length()).strip().split(" ", 2)[0])
                    .mapToDouble(Double::parseDouble)
                    .findFirst();
        } catch (IOException gone) {
            return OptionalDouble.empty();
        }
    }

    /** Kilobytes of all files below a directory but logs. */
    static double stored(Path directory) throws IOException {
        long[] bytes = {0};
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                boolean isServiceLog = directory.equals(file.getParent()) && name.contains(".log");
                if (!isServiceLog && SPARSE.stream().noneMatch(name::endsWith)) {
                    bytes[0] += attributes.size();
                }
                return FileVisitResult.CONTINUE;
            }

            // It was deleted meanwhile.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes[0] / BYTES_PER_KILOBYTE;
    }
}
