package se.budkavle.gateway.http;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;

/** Reads subscriptions' notifications from the notifier, which keeps them in the order of their subjects. */
@Singleton
final class NotificationFeed {

    private final NotifierClient notifier;

    NotificationFeed(NotifierClient notifier) {
        this.notifier = notifier;
    }

    /**
     * A reader.
     *
     * @param caller who reads
     * @param subscriptionId what, one of the caller's
     * @param limit most items of a page
     */
    record Reader(Caller caller, String subscriptionId, int limit) {

        /** {@return the cursor of a position, for this reader alone} */
        String cursor(String position) {
            return Cursors.wrap(caller.organisation(), list(), position);
        }

        /**
         * {@return the position of a cursor}
         *
         * @param stated null or empty: there is none
         * @param pointer where it was stated
         * @throws se.budkavle.gateway.problem.RefusedException 400 where it is no cursor of this reader
         */
        @Nullable String position(@Nullable String stated, String pointer) {
            return stated == null || stated.isEmpty()
                    ? null
                    : Cursors.unwrap(caller.organisation(), list(), stated, pointer)
                            .orRefuse();
        }

        private String list() {
            return "notifications/" + subscriptionId;
        }
    }

    /**
     * Reads the page behind a position.
     *
     * @param position null: from the oldest that is kept
     * @param waiting how long to wait for a first item
     * @throws se.budkavle.gateway.problem.RefusedException 410 where the position is too old, 503 where it cannot be read
     */
    NotificationPage read(Reader reader, @Nullable String position, Duration waiting) {
        var uri = UriQuery.path("internal", "v1", "subscriptions", reader.subscriptionId(), "notifications")
                .with("organisation", reader.caller().organisation())
                .with("after", position)
                .with("limit", reader.limit());
        return notifier.read(uri, waiting, NotificationPage::cut).orElseThrow(Paths::notFound);
    }
}
