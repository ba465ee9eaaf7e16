package se.budkavle.notifier.dispatcher;

import java.util.concurrent.CompletionStage;

/** Makes attempts. */
interface Pusher {

    /**
     * Begins an attempt; never waits.
     *
     * @return what it met; completes within bounded time, on any thread
     */
    CompletionStage<AttemptResult> push(PushRequest request);
}
