package se.budkavle.notifier.dispatcher;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Pushes by the channel of the subscription.
 *
 * @param webhooks to endpoints
 * @param topics to subscribers' topics
 */
record ChannelPusher(Pusher webhooks, Pusher topics) implements Pusher {

    @Override
    public CompletionStage<AttemptResult> push(PushRequest request) {
        return switch (request.subscription().getChannel()) {
            case WEBHOOK -> webhooks.push(request);
            case TOPIC -> topics.push(request);
            case PULL, UNKNOWN -> CompletableFuture.completedFuture(new AttemptResult.Failed("UnknownChannel"));
        };
    }
}
