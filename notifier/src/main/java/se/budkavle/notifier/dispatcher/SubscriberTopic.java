package se.budkavle.notifier.dispatcher;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Subscription;

/**
 * The topic of a subscriber: what is to be there before something is written to it. Pure.
 *
 * @param subscriptionId whose
 * @param principal who may read it; null: nobody is given access
 * @param partitions how many it is created with
 * @param version of the subscription: after each change it is made sure anew who may read
 */
record SubscriberTopic(String subscriptionId, @Nullable String principal, int partitions, long version) {

    private static final String ANY_HOST = "*";

    /** The topic of a subscription, which may state its partitions. */
    static SubscriberTopic of(Subscription subscription, int defaultPartitions) {
        Integer own = subscription.getTopicPartitions();
        return new SubscriberTopic(
                subscription.getSubscriptionId(),
                subscription.getPrincipal(),
                own == null ? defaultPartitions : own,
                subscription.getVersion());
    }

    String name() {
        return Topics.notificationsOf(subscriptionId);
    }

    /** The subject of its values in the schema registry. */
    String valueSubject() {
        return name() + "-value";
    }

    /** How it is created. */
    NewTopic toCreate(TopicOptions options, Duration retention) {
        return new NewTopic(name(), partitions, (short) options.replicationFactor())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topics.MAX_DERIVED_BYTES),
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                                Integer.toString(Math.max(1, options.replicationFactor() - 1))));
    }

    /** What its principal may do: read it, with consumer groups whose names begin with the subscription's id. */
    List<AclBinding> access() {
        if (principal == null) {
            return List.of();
        }
        ResourcePattern topic = new ResourcePattern(ResourceType.TOPIC, name(), PatternType.LITERAL);
        ResourcePattern groups = new ResourcePattern(ResourceType.GROUP, subscriptionId, PatternType.PREFIXED);
        return List.of(
                allowed(topic, AclOperation.READ, principal),
                allowed(topic, AclOperation.DESCRIBE, principal),
                allowed(groups, AclOperation.READ, principal));
    }

    /** What somebody else may do by what this class once gave: the principal of the subscription before it was changed. */
    boolean isOfFormerPrincipal(AclBinding binding) {
        AccessControlEntry entry = binding.entry();
        return !entry.principal().equals(principal)
                && new SubscriberTopic(subscriptionId, entry.principal(), partitions, version)
                        .access()
                        .contains(binding);
    }

    private static AclBinding allowed(ResourcePattern resource, AclOperation operation, String principal) {
        return new AclBinding(
                resource, new AccessControlEntry(principal, ANY_HOST, operation, AclPermissionType.ALLOW));
    }
}
