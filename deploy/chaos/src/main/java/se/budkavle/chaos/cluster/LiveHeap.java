package se.budkavle.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM holds on its heap, seen from outside. */
public final class LiveHeap {

    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private LiveHeap() {}

    /**
     * Bytes of its heap that are in use, after everything else was collected.
     *
     * @throws IOException where the process has ended, or has not told after half a minute
     */
    public static long of(long pid) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        // To a file: it is longer than a pipe holds, and a process that is frozen meanwhile never ends it.
        Path said = Files.createTempFile("budkavle-heap-", ".txt");
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException("process " + pid + " does not answer");
            }
            return total(pid, Files.readString(said));
        } finally {
            Files.delete(said);
        }
    }

    private static long total(long pid, String text) throws IOException {
        Matcher total = TOTAL.matcher(text);
        if (!total.find()) {
            throw new IOException("process " + pid + " does not tell what it holds");
        }
        return Long.parseLong(total.group(1));
    }
}
