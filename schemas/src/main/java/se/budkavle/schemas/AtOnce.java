package se.budkavle.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Things that wait for others, done side by side: together they take as long as the longest. */
final class AtOnce {

    private AtOnce() {}

    /**
     * Does all, and waits for all; an interrupt is passed on to them.
     *
     * @throws RuntimeException of the first in the list that failed
     */
    static void run(List<Runnable> tasks) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            tasks.forEach(task -> running.add(threads.submit(task)));
            await(running, threads);
        }
    }

    private static void await(List<Future<?>> running, ExecutorService threads) {
        try {
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while something was waited for", e);
        }
    }
}
