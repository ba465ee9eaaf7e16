package se.budkavle.notifier.api;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.Waiters;

/** Looks, and looks again whenever there are news, until something is there or the time is over. */
public final class LongPoll {

    /**
     * What came of it.
     *
     * @param <T> what is looked for
     */
    public sealed interface Result<T> {

        /**
         * Something is there.
         *
         * @param value what
         * @param <T> its type
         */
        record Found<T>(T value) implements Result<T> {}

        /**
         * The time is over.
         *
         * @param <T> what was looked for
         */
        record Nothing<T>() implements Result<T> {}

        /**
         * Too many wait already.
         *
         * @param <T> what was looked for
         */
        record Crowded<T>() implements Result<T> {}
    }

    private LongPoll() {}

    /** Looks where all news are brought to this instance. */
    public static <T> Result<T> await(
            Waiters waiters, Collection<String> keys, Duration wait, Supplier<@Nullable T> look) {
        return await(waiters, keys, wait, look, left -> List.of());
    }

    /**
     * Looks where news may be brought to other instances too.
     *
     * @param keys whose news this instance brings
     * @param wait how long, at most
     * @param look finds what is looked for; null: not there
     * @param elsewhere asks the other instances to answer when there are news, within a time
     */
    public static <T> Result<T> await(
            Waiters waiters,
            Collection<String> keys,
            Duration wait,
            Supplier<@Nullable T> look,
            Function<Duration, List<CompletableFuture<?>>> elsewhere) {
        T value = look.get();
        if (value != null) {
            return new Result.Found<>(value);
        }
        if (wait.isZero()) {
            return new Result.Nothing<>();
        }
        long deadline = System.nanoTime() + wait.toNanos();
        Waiters.Waiter waiter = waiters.register(keys);
        if (waiter == null) {
            return new Result.Crowded<>();
        }
        List<CompletableFuture<?>> others = elsewhere.apply(wait);
        try (waiter) {
            for (CompletableFuture<?> other : others) {
                var _ = other.thenRun(waiter::wake);
            }
            do {
                value = look.get();
                if (value != null) {
                    return new Result.Found<>(value);
                }
            } while (waiter.await(Duration.ofNanos(deadline - System.nanoTime())));
            return new Result.Nothing<>();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.Nothing<>();
        } finally {
            others.forEach(other -> other.cancel(true));
        }
    }
}
