package se.budkavle.gateway.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that an operator looked for. Names what was found and never what was looked for, which may be a case id.
 *
 * @param kind what it is
 * @param id its own id
 * @param organisation whose it is, where that is known
 * @param matched by which of its ids it was found
 * @param at when a message was accepted, a dead letter failed, a job began, an entry was last written
 * @param href where more is to be had
 */
record SearchHit(
        Kind kind,
        String id,
        @Nullable String organisation,
        String matched,
        @Nullable Instant at,
        String href) {

    /** What there is to be found. */
    enum Kind {
        MESSAGE,
        DEAD_LETTER,
        REPLAY_JOB,
        DISCARD_JOB,
        SUBSCRIPTION,
        ADDRESS,
        EVENT_TYPE,
        ORGANISATION;

        private UriQuery href(String id) {
            return switch (this) {
                case MESSAGE -> UriQuery.path("v1", "operator", "messages", id);
                case DEAD_LETTER -> UriQuery.path("v1", "operator", "dead-letters", id);
                case REPLAY_JOB -> UriQuery.path("v1", "operator", "replays", id);
                case DISCARD_JOB -> UriQuery.path("v1", "operator", "discards", id);
                // The subscription itself is its organisation's; what failed of it is an operator's.
                case SUBSCRIPTION ->
                    UriQuery.path("v1", "operator", "dead-letters").with("subscriptionId", id);
                case ADDRESS -> UriQuery.path("v1", "addresses", id);
                case EVENT_TYPE -> UriQuery.path("v1", "event-types", id);
                case ORGANISATION -> UriQuery.path("v1", "addresses").with("organisation", id);
            };
        }
    }

    static SearchHit of(Kind kind, String id, @Nullable String organisation, String matched, @Nullable Instant at) {
        return new SearchHit(kind, id, organisation, matched, at, kind.href(id).relative());
    }
}
