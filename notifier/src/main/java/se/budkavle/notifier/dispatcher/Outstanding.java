package se.budkavle.notifier.dispatcher;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Subscription;

/**
 * The requests of one task that are under way, and the results that came back and wait for the task's thread. Results are
 * never more than requests, and those are bounded. Of a lane there is one request at a time.
 */
final class Outstanding {

    /** A request that is under way for longer than this is of a slow endpoint. */
    private static final long PROMPT_MILLIS = 100;

    /**
     * A request under way.
     *
     * @param item what is pushed
     * @param scheduled whether it stands in the schedule
     * @param subscription the subscription as it was when the request was made
     * @param at when it was made
     */
    record Push(Item item, boolean scheduled, Subscription subscription, Instant at) {}

    /**
     * A request that ended.
     *
     * @param push the request
     * @param result what it met
     * @param took how long it took
     */
    record Completion(Push push, AttemptResult result, Duration took) {}

    private final Pusher pusher;
    private final PushBudget budget;
    private final int limit;
    private final Map<Lane, Push> pushes = new LinkedHashMap<>();
    private final LinkedBlockingQueue<Completion> completions = new LinkedBlockingQueue<>();
    private int slow;

    Outstanding(Pusher pusher, PushBudget budget, int limit) {
        this.pusher = pusher;
        this.budget = budget;
        this.limit = limit;
    }

    /** Whether the bounds allow one more. */
    boolean hasRoom() {
        return pushes.size() < limit && budget.used() < limit;
    }

    /** Whether an item is under way. */
    boolean isUnderWay(Item item) {
        Push push = pushes.get(item.lane());
        return push != null && push.item().sequence() == item.sequence();
    }

    /** Sends, if the bounds allow one more. */
    boolean send(Item item, boolean scheduled, Subscription subscription, Instant now) {
        if (pushes.size() >= limit || !budget.tryAcquire()) {
            return false;
        }
        Push push = new Push(item, scheduled, subscription, now);
        pushes.put(item.lane(), push);
        long began = System.nanoTime();
        PushRequest request = new PushRequest(
                subscription, item.notification(), item.pending().getTraceparent(), now);
        try {
            pusher.push(request).whenComplete((result, error) -> complete(push, failure(result, error), began));
        } catch (RuntimeException e) {
            complete(push, failure(null, e), began);
        }
        return true;
    }

    private void complete(Push push, AttemptResult result, long began) {
        budget.release();
        completions.add(new Completion(push, result, Duration.ofNanos(System.nanoTime() - began)));
    }

    private static AttemptResult failure(@Nullable AttemptResult result, @Nullable Throwable error) {
        if (result != null) {
            return result;
        }
        return new AttemptResult.Failed(
                error == null ? "unknown" : error.getClass().getSimpleName());
    }

    /** The next result; null: there is none now. */
    @Nullable Completion poll() {
        return taken(completions.poll());
    }

    /** The next result; null: there was none within the time. */
    @Nullable Completion poll(Duration wait) throws InterruptedException {
        return taken(completions.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
    }

    private @Nullable Completion taken(@Nullable Completion completion) {
        if (completion != null) {
            pushes.remove(completion.push().item().lane());
            slow = Math.min(slow, pushes.size());
        }
        return completion;
    }

    /** Looks again at which requests are slow. */
    void age(long now) {
        slow = 0;
        for (Push push : pushes.values()) {
            if (now - push.at().toEpochMilli() < PROMPT_MILLIS) {
                return;
            }
            slow++;
        }
    }

    /** How many are under way to endpoints that are not known to be slow. */
    int prompt() {
        return pushes.size() - slow;
    }
}
