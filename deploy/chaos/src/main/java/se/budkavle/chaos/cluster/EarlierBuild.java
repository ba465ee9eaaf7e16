package se.budkavle.chaos.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Another checkout of this repository, built: what runs before an upgrade.
 *
 * @param checkout its root
 */
public record EarlierBuild(Path checkout) {

    /** The class path of its services: what its own chaos suite would run. */
    public String classPath() throws IOException {
        Path built = checkout.resolve("deploy/chaos/target");
        if (!Files.isDirectory(built.resolve("lib"))) {
            throw new IOException(
                    built + " is not there: build that checkout first (mvn -DskipTests package -pl deploy/chaos -am)");
        }
        try (Stream<Path> own = Files.list(built);
                Stream<Path> others = Files.list(built.resolve("lib"))) {
            return Stream.concat(own, others)
                    .map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }
}
