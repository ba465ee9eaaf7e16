package se.budkavle.gateway.registry;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.EventTypeNames;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.Ordering;
import se.budkavle.schemas.filter.EventFilters;

/**
 * What a subscriber asks for, new or in place of what it had.
 *
 * @param name name for people
 * @param types event types, at least one
 * @param filters which events of those types
 * @param channel how to be told
 * @param ordering whether successors wait for a failing one
 * @param pushing how it is pushed; what is pulled has none of it
 * @param contact for people; null: none
 */
public record WantedSubscription(
        String name,
        List<String> types,
        EventFilters filters,
        Channel channel,
        Ordering ordering,
        Pushing pushing,
        @Nullable String contact) {

    /** {@return whether a type is among its types that is told to operators alone} */
    public boolean isForOperators() {
        return types.stream().anyMatch(EventTypeNames::isForOperators);
    }

    /** How to be told. */
    public sealed interface Channel {

        /** {@return its name in the API} */
        ChannelKind kind();

        /**
         * POSTs to an endpoint.
         *
         * @param url where to; its query is secret
         * @param signature how they are signed; null: as before, and a new one with a secret that both know
         */
        record Webhook(String url, @Nullable SignatureAlgorithm signature) implements Channel {

            @Override
            public ChannelKind kind() {
                return ChannelKind.WEBHOOK;
            }

            /** Names no URL. */
            @Override
            public String toString() {
                return "Webhook[" + signature + "]";
            }
        }

        /**
         * A topic of the subscriber's own.
         *
         * @param principal who may read it, as Kafka names it; null: the operator gives access
         * @param partitions how many it gets; null: the installation's number, and on a change what it has
         */
        record OwnTopic(
                @Nullable String principal, @Nullable Integer partitions) implements Channel {

            @Override
            public ChannelKind kind() {
                return ChannelKind.TOPIC;
            }
        }

        /** The feed alone, which every subscription has. */
        record Pull() implements Channel {

            @Override
            public ChannelKind kind() {
                return ChannelKind.PULL;
            }
        }
    }

    /**
     * How it is pushed.
     *
     * @param retryLadder delays between attempts; empty: the installation's
     * @param maxPerSecond most a second; null: no limit
     * @param maxInFlight most under way; null: the installation's
     * @param maxPayloadBytes largest body; null: the installation's
     * @param captureResponse whether the beginning of answers is kept
     */
    public record Pushing(
            List<Duration> retryLadder,
            @Nullable Integer maxPerSecond,
            @Nullable Integer maxInFlight,
            @Nullable Integer maxPayloadBytes,
            boolean captureResponse) {}
}
