package se.budkavle.chaos.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import se.budkavle.chaos.account.Finding;

/** Looks for content where it may not be: in the logs of all processes. */
public final class Leaks {

    private Leaks() {}

    /** The logs below a directory in which what stands in every content stands too. */
    public static List<Finding> in(Path directory) throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (Stream<Path> files =
                Files.find(directory, 2, (file, attributes) -> attributes.isRegularFile() && isLog(file))) {
            for (Path file : files.toList()) {
                // Byte for byte, as a log may be cut in the middle of a character by a kill.
                try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
                    long leaking =
                            lines.filter(line -> line.contains(Draft.MARK)).count();
                    if (leaking > 0) {
                        findings.add(new Finding(
                                Finding.Kind.LEAKED, file.getFileName().toString(), leaking + " lines"));
                    }
                }
            }
        }
        return findings;
    }

    private static boolean isLog(Path file) {
        return file.getFileName().toString().contains(".log");
    }
}
