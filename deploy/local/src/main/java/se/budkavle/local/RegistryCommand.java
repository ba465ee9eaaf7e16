package se.budkavle.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How the schema registry's process is started: with the JDK that runs this one, small and quick. */
final class RegistryCommand {

    /** Nothing else of the user's environment, or a QUARKUS_… or JAVA_TOOL_OPTIONS in it would change the registry. */
    private static final Set<String> ENVIRONMENT = Set.of("HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "TZ");

    private static final List<String> JVM_OPTIONS = List.of(
            // 35 MB of live objects.
            "-Xmx96m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            // It is never busy for long enough to earn the optimising compiler's keep.
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            // Some stubs of the cache are not those of this run; they are made anew.
            "-Xlog:aot*=error",
            // What the manifest of its own jar asks for.
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private RegistryCommand() {}

    /**
     * A process that is ready to be started.
     *
     * @param directory its working directory, where its database is
     * @param port to listen on
     * @param moreOptions of the JVM
     */
    static ProcessBuilder of(RegistryDistribution distribution, Path directory, int port, List<String> moreOptions)
            throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        var options = new ArrayList<>(JVM_OPTIONS);
        options.addAll(moreOptions);
        options.add("-Djava.io.tmpdir=" + temporary);
        options.add("-Dquarkus.http.port=" + port);
        options.add("-cp");
        options.add(
                distribution.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        options.add(RegistryLauncher.class.getName());

        // The class path is 40 kB. In a file, the command line stays short enough for others to be read in full.
        Path argumentFile = directory.resolve("java.args");
        Files.writeString(
                argumentFile, options.stream().map(RegistryCommand::quote).collect(Collectors.joining("\n")));

        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, RegistryOrphan.MARKER + directory, "@" + argumentFile);
        process.directory(directory.toFile());
        process.environment().keySet().retainAll(ENVIRONMENT);
        process.redirectErrorStream(true);
        return process;
    }

    /** As {@code java} reads argument files. */
    private static String quote(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
