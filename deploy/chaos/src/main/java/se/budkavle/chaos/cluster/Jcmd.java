package se.budkavle.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks a JVM about itself, from outside. */
public final class Jcmd {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Jcmd() {}

    /**
     * What it answers.
     *
     * @param command as {@code jcmd} knows it, such as {@code GC.class_histogram}
     * @throws IOException where the process has ended, or has not answered after half a minute
     */
    public static String ask(long pid, String command) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        // To a file: it is longer than a pipe holds, and a process that is frozen meanwhile never ends it.
        Path said = Files.createTempFile("budkavle-jcmd-", ".txt");
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException("process " + pid + " does not answer");
            }
            if (process.exitValue() != 0) {
                throw new IOException("process " + pid + " cannot be asked: " + Files.readString(said));
            }
            return Files.readString(said);
        } finally {
            Files.delete(said);
        }
    }
}
