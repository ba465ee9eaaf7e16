package se.budkavle.notifier.dispatcher;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Subscription;

/**
 * The requests of one task that are under way, and the results that came back and wait for the task's thread. Results are
 * never more than requests, and those are bounded. Of a lane there is one request at a time. A request is prompt until it
 * takes too long; one to a line that is known to be slow never is.
 */
final class Outstanding {

    /**
     * A request under way.
     *
     * @param line whose
     * @param item what is pushed
     * @param scheduled whether it stands in the schedule
     * @param subscription the subscription as it was when the request was made
     * @param at when it was made
     */
    record Push(Line line, Item item, boolean scheduled, Subscription subscription, Instant at) {}

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
    private final Duration slowAfter;
    private final Map<Lane, Push> prompt = new LinkedHashMap<>();
    private final Map<Lane, Push> slow = new HashMap<>();
    private final LinkedBlockingQueue<Completion> completions = new LinkedBlockingQueue<>();

    Outstanding(Pusher pusher, PushBudget budget, Duration slowAfter) {
        this.pusher = pusher;
        this.budget = budget;
        this.slowAfter = slowAfter;
    }

    /** Whether the bounds allow one more; {@code isSlow}: to a slow endpoint. */
    boolean hasRoom(boolean isSlow) {
        return budget.hasRoom(isSlow);
    }

    /** Whether an item is under way. */
    boolean isUnderWay(Item item) {
        Push push = prompt.getOrDefault(item.lane(), slow.get(item.lane()));
        return push != null && push.item().sequence() == item.sequence();
    }

    /** Sends, if the bounds allow one more. */
    boolean send(Line line, Item item, boolean scheduled, Subscription subscription, Instant now) {
        if (!budget.hasRoom(line.isSlow()) || !budget.tryAcquire()) {
            return false;
        }
        Push push = new Push(line, item, scheduled, subscription, now);
        if (line.isSlow()) {
            isSlow(push);
        } else {
            prompt.put(item.lane(), push);
        }
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

    private void isSlow(Push push) {
        slow.put(push.item().lane(), push);
        budget.slowChanged(1);
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
            Push push = completion.push();
            if (slow.remove(push.item().lane(), push)) {
                budget.slowChanged(-1);
            } else {
                prompt.remove(push.item().lane());
            }
            push.line().took(completion.took().compareTo(slowAfter) >= 0);
        }
        return completion;
    }

    /** Looks again at which requests are slow. */
    void age(long now) {
        for (Iterator<Push> oldest = prompt.values().iterator(); oldest.hasNext(); ) {
            Push push = oldest.next();
            if (now - push.at().toEpochMilli() < slowAfter.toMillis()) {
                return;
            }
            oldest.remove();
            push.line().took(true);
            isSlow(push);
        }
    }

    /** Whether anything is under way, or its result not yet taken. */
    boolean isAny() {
        return !prompt.isEmpty() || !slow.isEmpty();
    }

    /** How many are under way to endpoints that are not known to be slow. */
    int prompt() {
        return prompt.size();
    }

    /** Gives its share back; what is under way gives back its own when it ends. */
    void close() {
        budget.slowChanged(-slow.size());
        slow.clear();
    }
}
