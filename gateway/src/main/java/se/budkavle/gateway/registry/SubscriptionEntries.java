package se.budkavle.gateway.registry;

import java.time.Duration;
import java.time.Instant;
import se.budkavle.gateway.registry.WantedSubscription.Channel;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/** Makes entries of what subscribers ask for. Pure. */
final class SubscriptionEntries {

    private SubscriptionEntries() {}

    /** {@return the entry, without secrets; status, version and times are the owner's to set} */
    static Subscription.Builder entry(String id, WantedSubscription wanted, String organisation, Instant now) {
        var pushing = wanted.pushing();
        var entry = Subscription.newBuilder()
                .setSubscriptionId(id)
                .setOrganisation(organisation)
                .setName(wanted.name())
                .setTypes(wanted.types())
                // Whoever may not was refused.
                .setForOperators(wanted.isForOperators())
                .setFilters(wanted.filters().toJson())
                .setChannel(wanted.channel().kind())
                .setOrdering(wanted.ordering())
                .setStatus(SubscriptionStatus.PENDING)
                .setStatusSince(now)
                .setRetryLadderMillis(
                        pushing.retryLadder().stream().map(Duration::toMillis).toList())
                .setMaxPerSecond(pushing.maxPerSecond())
                .setMaxInFlight(pushing.maxInFlight())
                .setMaxPayloadBytes(pushing.maxPayloadBytes())
                .setCaptureResponse(pushing.captureResponse())
                .setContact(wanted.contact())
                .setCreatedAt(now)
                .setUpdatedAt(now)
                .setUpdatedBy(organisation);
        return switch (wanted.channel()) {
            case Channel.Webhook(var url, var signature) -> entry.setUrl(url);
            case Channel.OwnTopic(var principal, var partitions) ->
                entry.setPrincipal(principal).setTopicPartitions(partitions);
            case Channel.Pull() -> entry;
        };
    }
}
