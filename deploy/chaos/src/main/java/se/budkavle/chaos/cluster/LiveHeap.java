package se.budkavle.chaos.cluster;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM holds on its heap, seen from outside. */
public final class LiveHeap {

    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private LiveHeap() {}

    /**
     * Bytes of its heap that are in use, after everything else was collected.
     *
     * @throws IOException where the process has ended, or has not told after half a minute
     */
    public static long of(long pid) throws IOException, InterruptedException {
        Matcher total = TOTAL.matcher(Jcmd.ask(pid, "GC.class_histogram"));
        if (!total.find()) {
            throw new IOException("process " + pid + " does not tell what it holds");
        }
        return Long.parseLong(total.group(1));
    }
}
