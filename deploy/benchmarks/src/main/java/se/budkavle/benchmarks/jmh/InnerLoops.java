package se.budkavle.benchmarks.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.Main;

/** The command {@code deploy/benchmarks/run --jmh}: JMH with its own options; results also go to a file for machines. */
public final class InnerLoops {

    private static final Path RESULTS = Path.of(".budkavle", "benchmarks", "jmh.json");

    private InnerLoops() {}

    /** Runs those whose names match a pattern, or all. */
    public static void main(String[] arguments) throws IOException {
        Files.createDirectories(RESULTS.toAbsolutePath().getParent());
        // JMH refuses an option that is there twice.
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        if (!all.contains("-rff")) {
            all.addAll(List.of("-rf", "json", "-rff", RESULTS.toString()));
        }
        Main.main(all.toArray(String[]::new));
    }
}
