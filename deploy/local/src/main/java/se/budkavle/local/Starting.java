package se.budkavle.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import se.budkavle.local.Shutdown.Stage;
import se.budkavle.local.StartListener.Part;

/** Starts parts beside each other; each is handed to the shutdown the moment it runs. */
final class Starting {

    private static final Duration TIME_TO_SETTLE = Duration.ofSeconds(5);

    private final Shutdown shutdown;
    private final StartListener listener;
    private final List<CompletableFuture<?>> begun = new ArrayList<>();

    Starting(Shutdown shutdown, StartListener listener) {
        this.shutdown = shutdown;
        this.listener = listener;
    }

    /** Begins to start a part, in a thread of its own. */
    <T extends AutoCloseable> CompletableFuture<T> begin(Part part, Stage stage, Supplier<T> start) {
        var future = new CompletableFuture<T>();
        begun.add(future);
        Thread.ofPlatform().daemon().name("start-" + part.label()).start(() -> {
            try {
                future.complete(timed(part, () -> shutdown.add(stage, part.label(), start.get())));
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    /** Does a part of the start that leaves nothing running. */
    void run(Part part, Runnable work) {
        timed(part, () -> {
            work.run();
            return part;
        });
    }

    /** Waits until it runs; why it does not is thrown as it was. */
    <T> T await(CompletableFuture<T> part) {
        try {
            return part.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** After a failure: waits, but not for ever, until the others run or have failed too, so that they can be stopped. */
    void settle() {
        try {
            CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new))
                    .get(TIME_TO_SETTLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The first failure is the one that is told; what comes up later is stopped when it does.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T timed(Part part, Supplier<T> work) {
        long begin = System.nanoTime();
        T result = work.get();
        synchronized (listener) {
            listener.started(part, Duration.ofNanos(System.nanoTime() - begin));
        }
        return result;
    }
}
