package se.budkavle.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process holds in memory, seen from outside. */
public final class Memory {

    private static final String RESIDENT = "VmRSS:";
    private static final long KIB = 1024;

    private Memory() {}

    /** Bytes of it that lie in memory; NaN where the system does not tell as Linux does. */
    public static double resident(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        return Files.exists(status) ? resident(Files.readAllLines(status)) : Double.NaN;
    }

    static double resident(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith(RESIDENT))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                .findFirst()
                .orElse(Double.NaN);
    }
}
