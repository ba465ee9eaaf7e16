package se.budkavle.schemas.streams;

import java.time.Duration;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka Streams for the commits of a stream thread when they are due. By itself it commits at a fixed interval, and before that
 * when a task that has done something asks for it: then all tasks of the thread, before the thread's consumer is asked for records
 * again.
 */
final class ThreadCommits {

    private static final ThreadLocal<@Nullable ThreadCommits> OF_THREAD = new ThreadLocal<>();

    /** Until a commit where there is nothing to commit. */
    private static final Duration NEVER = Duration.ofDays(1);

    private final CommitPace pace;
    private long committed = System.nanoTime();

    /** Of the task that has last done something that no commit was asked for. */
    private @Nullable ProcessingContext toCommit;

    /** @param pace of one thread */
    ThreadCommits(CommitPace pace) {
        this.pace = pace;
    }

    /** This thread's consumer: how long it may wait for records until a commit is due. */
    Duration untilNext(Duration atMost) {
        OF_THREAD.set(this);
        Duration left = left();
        if (left.compareTo(atMost) >= 0) {
            return atMost;
        }
        return left.isPositive() ? left : Duration.ZERO;
    }

    /** It has waited for records: what is due is committed before it is asked for others. */
    void polled(boolean anything, Duration waited) {
        if (!anything && waited.isPositive()) {
            pace.idle();
        }
        askIfDue();
    }

    /** A task of this thread has done what was to be done at a time, in milliseconds since 1970. */
    static void done(ProcessingContext context, long since) {
        ThreadCommits commits = OF_THREAD.get();
        if (commits != null) {
            commits.toCommit = context;
            commits.pace.done(context.currentSystemTimeMs() - since);
            commits.askIfDue();
        }
    }

    /** This thread has committed what its tasks had done. */
    static void committed() {
        ThreadCommits commits = OF_THREAD.get();
        if (commits != null) {
            commits.toCommit = null;
            commits.committed = System.nanoTime();
        }
    }

    /** That task is no longer this thread's: it must not be asked for anything. */
    @SuppressWarnings("ReferenceEquality") // that very one
    static void closed(ProcessingContext context) {
        ThreadCommits commits = OF_THREAD.get();
        if (commits != null && commits.toCommit == context) {
            commits.toCommit = null;
        }
    }

    /** How long until a commit is due; not positive: it is. */
    private Duration left() {
        return toCommit == null ? NEVER : pace.interval().minusNanos(System.nanoTime() - committed);
    }

    private void askIfDue() {
        ProcessingContext context = toCommit;
        if (context != null && !left().isPositive()) {
            // Once: there may be nothing to commit after all, as after an alarm that changed nothing.
            toCommit = null;
            context.commit();
        }
    }
}
