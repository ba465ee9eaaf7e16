package se.budkavle.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * What an instance says of itself in its data directory, so that others can name it or find its API. It is a hint only:
 * after a {@code kill -9} the file stays, and the lock beside it tells whether anybody is there.
 *
 * @param pid the process
 * @param port the port of the API, once it is known
 */
public record RunningInstance(long pid, OptionalInt port) {

    static final String FILE = "instance.properties";

    /** What the file in the data directory says; empty where there is none or it cannot be read. */
    public static Optional<RunningInstance> read(Path dataDirectory) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(dataDirectory.resolve(FILE))) {
            properties.load(reader);
            String port = properties.getProperty("port", "");
            return Optional.of(new RunningInstance(
                    Long.parseLong(properties.getProperty("pid", "")),
                    port.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port))));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    void write(Path dataDirectory) throws IOException {
        String portLine = port.isPresent() ? "port=" + port.getAsInt() + "\n" : "";
        Files.writeString(dataDirectory.resolve(FILE), "pid=" + pid + "\n" + portLine);
    }

    static void remove(Path dataDirectory) throws IOException {
        Files.deleteIfExists(dataDirectory.resolve(FILE));
    }

    /** {@code process 4711, http://localhost:8080}. */
    String describe() {
        return "process " + pid + (port.isPresent() ? ", http://localhost:" + port.getAsInt() : "");
    }
}
