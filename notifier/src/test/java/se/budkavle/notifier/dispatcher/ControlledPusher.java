package se.budkavle.notifier.dispatcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Endpoints in the hand of a test: what is pushed waits until the test answers. */
final class ControlledPusher implements Pusher {

    /** A push under way. */
    record Sent(PushRequest request, CompletableFuture<AttemptResult> result) {

        String id() {
            return request.notification().getNotificationId();
        }

        void answer(int status) {
            answer(status, null, "");
        }

        void answer(int status, @Nullable Duration retryAfter, String body) {
            result.complete(new AttemptResult.Answered(status, retryAfter, body));
        }
    }

    private final List<Sent> underWay = new ArrayList<>();

    @Override
    public CompletionStage<AttemptResult> push(PushRequest request) {
        Sent sent = new Sent(request, new CompletableFuture<>());
        underWay.add(sent);
        return sent.result();
    }

    /** The ids of what is under way, oldest first. */
    List<String> underWay() {
        return underWay.stream().map(Sent::id).toList();
    }

    /** Takes the only push under way. */
    Sent only() {
        if (underWay.size() != 1) {
            throw new AssertionError("expected one push under way, not " + underWay());
        }
        return underWay.removeFirst();
    }

    /** Takes a push. */
    Sent take(int index) {
        return underWay.remove(index);
    }

    int count() {
        return underWay.size();
    }
}
