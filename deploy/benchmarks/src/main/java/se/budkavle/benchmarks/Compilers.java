package se.budkavle.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import se.budkavle.chaos.cluster.Jcmd;

/**
 * The compilers of all JVMs that this one has started. Where load takes every core they starve, and what is measured stays
 * uncompiled for many minutes: they are given time between two looks.
 */
final class Compilers {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private Compilers() {}

    /**
     * Waits until they have nothing left to compile.
     *
     * @param atMost so long is waited
     * @return whether there was nothing from the first: what was done just before is compiled
     */
    static boolean rest(Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        boolean rested = areResting();
        for (boolean resting = rested; !resting && System.nanoTime() < until; resting = areResting()) {
            Thread.sleep(PAUSE);
        }
        return rested;
    }

    private static boolean areResting() throws InterruptedException {
        for (long pid : started()) {
            if (!isResting(pid)) {
                return false;
            }
        }
        return true;
    }

    private static long[] started() {
        Predicate<String> java = command -> Path.of(command).endsWith("java");
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().filter(java).isPresent())
                .mapToLong(ProcessHandle::pid)
                .toArray();
    }

    private static boolean isResting(long pid) throws InterruptedException {
        try {
            return isResting(Jcmd.ask(pid, "Compiler.queue"));
        } catch (IOException e) {
            // What has ended rests; what lives and does not answer may be at work.
            return ProcessHandle.of(pid).isEmpty();
        }
    }

    /** Whether nothing stands below the headings: what is compiled now, and a queue for each compiler. */
    static boolean isResting(String queues) {
        return queues.lines()
                .map(String::strip)
                .allMatch(line -> line.isEmpty() || line.endsWith(":") || line.equals("Empty"));
    }
}
