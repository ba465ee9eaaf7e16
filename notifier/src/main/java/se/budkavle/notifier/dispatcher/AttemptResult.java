package se.budkavle.notifier.dispatcher;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an attempt to push met. Classes of errors only: their texts may quote what is secret. */
sealed interface AttemptResult {

    /**
     * The endpoint answered.
     *
     * @param status the HTTP status
     * @param retryAfter when it wants to be asked again; null: it does not say
     * @param body the beginning of the answer. Content
     */
    record Answered(int status, @Nullable Duration retryAfter, String body) implements AttemptResult {
        @Override
        public String toString() {
            return "Answered[" + status + "]";
        }
    }

    /** The subscriber's topic has it. */
    record Written() implements AttemptResult {}

    /** It did not answer in time. */
    record TimedOut() implements AttemptResult {}

    /** There was no connection: unknown host, refused, TLS. */
    record ConnectFailed(String errorClass) implements AttemptResult {}

    /** The connection ended before there was an answer: often one that was kept and that the endpoint had closed. */
    record Broken(String errorClass) implements AttemptResult {}

    /** Its address is one that we do not connect to. */
    record TargetRefused() implements AttemptResult {}

    /** The notification is larger than the subscription takes: nothing was sent. */
    record TooLarge() implements AttemptResult {}

    /** Anything else. */
    record Failed(String errorClass) implements AttemptResult {}
}
