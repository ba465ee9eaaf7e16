package se.budkavle.local;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the build put the schema registry's program: in this module's {@code target}, wherever this class was loaded from. */
final class RegistryLocation {

    /** Names the folder for those who put it elsewhere. */
    static final String PROPERTY = "budkavle.registry.home";

    private static final Path IN_REPOSITORY = Path.of("deploy", "local", "target", "registry");

    private RegistryLocation() {}

    /**
     * Finds it.
     *
     * @throws StartFailure where it is nowhere
     */
    static RegistryDistribution find() {
        String configured = System.getProperty(PROPERTY);
        if (configured != null) {
            return new RegistryDistribution(Path.of(configured));
        }
        return Stream.of(codeSource(), Path.of("").toAbsolutePath())
                .flatMap(start -> above(start).stream())
                .findFirst()
                .map(RegistryDistribution::new)
                .orElseThrow(() -> new StartFailure(
                        "The schema registry's program was not found. Build the project first (mvn package), or name its folder with -D"
                                + PROPERTY + "."));
    }

    /** The program in the repository that holds the path. */
    static Optional<Path> above(Path start) {
        return Stream.iterate(start, folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(IN_REPOSITORY))
                .filter(Files::isDirectory)
                .findFirst();
    }

    private static Path codeSource() {
        try {
            return Path.of(RegistryLocation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
