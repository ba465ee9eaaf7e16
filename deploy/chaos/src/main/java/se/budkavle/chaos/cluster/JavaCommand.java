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
public record JavaCommand(String mainClass, List<String> arguments, List<String> jvmOptions, String classPath) {

    /** Nothing else of the user's environment, or a BUDKAVLE_… or JAVA_TOOL_OPTIONS in it would change what is tested. */
    private static final Set<String> ENVIRONMENT = Set.of("HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "TZ");

    private static final List<String> FOR_ALL = List.of(
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlogback.configurationFile=chaos-service.xml");

    /** This process' own class path, without what is for tests only. */
    public static String ownClassPath() {
        var all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The same with more options, which go before its own. */
    JavaCommand with(List<String> more) {
        List<String> all = new ArrayList<>(jvmOptions);
        all.addAll(more);
        return new JavaCommand(mainClass, arguments, all, classPath);
    }

    /** The same of this process' own build. */
    JavaCommand renewed() {
        return new JavaCommand(mainClass, arguments, jvmOptions, ownClassPath());
    }

    /** A process that is ready to be started in a directory, and ends when this one does. */
    public ProcessBuilder in(Path directory) {
        return in(directory, List.of(ChildMain.class.getName(), mainClass));
    }

    /** The same, where the main class itself reads standard input, and ends with it. */
    public ProcessBuilder readingInput(Path directory) {
        return in(directory, List.of(mainClass)).redirectErrorStream(false);
    }

    private ProcessBuilder in(Path directory, List<String> main) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(FOR_ALL);
        words.addAll(jvmOptions);
        words.addAll(main);
        words.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(words).directory(directory.toFile());
        process.environment().keySet().retainAll(ENVIRONMENT);
        // Not as an option: the command line stays short enough to be read.
        process.environment().put("CLASSPATH", classPath);
        return process.redirectErrorStream(true);
    }
}
