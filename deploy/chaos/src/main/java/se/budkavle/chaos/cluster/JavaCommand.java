package se.budkavle.chaos.cluster;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM to be started: with the JDK that runs this one.
 *
 * @param mainClass whose main method runs
 * @param arguments of the main method
 * @param jvmOptions beyond those that all have
 * @param classPath where its classes are
 */
record JavaCommand(String mainClass, List<String> arguments, List<String> jvmOptions, String classPath) {

    /** Nothing else of the user's environment, or a BUDKAVLE_… or JAVA_TOOL_OPTIONS in it would change what is tested. */
    private static final Set<String> ENVIRONMENT = Set.of("HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "TZ");

    private static final List<String> FOR_ALL = List.of(
            "-XX:+UseSerialGC",
            // Many JVMs share few cores: what starts quickly also comes back quickly.
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlogback.configurationFile=chaos-service.xml");

    /** This process' own class path, without what is for tests only. */
    static String ownClassPath() {
        var all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A process that is ready to be started in a directory. */
    ProcessBuilder in(Path directory) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(FOR_ALL);
        words.addAll(jvmOptions);
        words.add(ChildMain.class.getName());
        words.add(mainClass);
        words.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(words).directory(directory.toFile());
        process.environment().keySet().retainAll(ENVIRONMENT);
        // Not as an option: the command line stays short enough to be read.
        process.environment().put("CLASSPATH", classPath);
        return process.redirectErrorStream(true);
    }
}
