package se.budkavle.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The schema registry's program as the build leaves it: Apicurio's archive unpacked, and what {@link RegistryPreparation}
 * adds to it.
 *
 * @param home the folder it was unpacked to, with {@code app}, {@code lib} and {@code quarkus} in it
 */
public record RegistryDistribution(Path home) {

    public RegistryDistribution {
        home = home.toAbsolutePath().normalize();
    }

    /** The jar with {@link RegistryLauncher}. */
    Path launcher() {
        return home.resolve("budkavle-registry-launcher.jar");
    }

    /** Loaded and linked classes of an earlier run, which the JVM starts from. */
    Path aotCache() {
        return home.resolve("budkavle-registry.aot");
    }

    /**
     * Everything the program needs on one class path, which Quarkus' own class loader would otherwise read: only so can the
     * JVM keep its classes in a cache. The order matters: what the build of Quarkus transformed or generated goes before
     * the original.
     *
     * @throws StartFailure where the program is not there
     */
    List<Path> classPath() {
        var jars = new ArrayList<Path>();
        jars.add(launcher());
        jars.add(home.resolve("quarkus/transformed-bytecode.jar"));
        jars.add(home.resolve("quarkus/generated-bytecode.jar"));
        try {
            for (String folder : List.of("app", "lib/boot", "lib/main")) {
                try (Stream<Path> entries = Files.list(home.resolve(folder))) {
                    entries.filter(entry -> entry.toString().endsWith(".jar"))
                            .sorted()
                            .forEach(jars::add);
                }
            }
        } catch (IOException e) {
            throw new StartFailure(
                    "The schema registry's program is not in %s. Build the project first: mvn package.".formatted(home),
                    e);
        }
        return jars;
    }
}
