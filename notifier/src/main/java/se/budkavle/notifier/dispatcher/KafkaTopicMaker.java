package se.budkavle.notifier.dispatcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.serde.SchemaRegistry;

/**
 * Makes topics on Kafka: the topic, its access, its schema. Where topics are not created by services
 * ({@code budkavle.topics.create}), topic and access are the operator's, and only the schema is registered.
 */
final class KafkaTopicMaker implements TopicMaker, AutoCloseable {

    private final Admin admin;
    private final SchemaRegistry registry;
    private final TopicOptions options;
    private final Duration retention;

    KafkaTopicMaker(Admin admin, SchemaRegistry registry, TopicOptions options, Duration retention) {
        this.admin = admin;
        this.registry = registry;
        this.options = options;
        this.retention = retention;
    }

    /** An admin client whose calls take so long at most. */
    static Admin admin(KafkaSettings kafka, Duration timeout) {
        Map<String, Object> properties = kafka.clientProperties();
        int millis = Math.toIntExact(timeout.toMillis());
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "budkavle-subscriber-topics");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        return Admin.create(properties);
    }

    @Override
    public void make(SubscriberTopic topic) throws ExecutionException, InterruptedException {
        if (options.create()) {
            create(topic);
            giveAccess(topic);
        }
        registry.register(topic.valueSubject(), Notification.getClassSchema());
        registry.keepCompatible(topic.valueSubject());
    }

    private void create(SubscriberTopic topic) throws ExecutionException, InterruptedException {
        try {
            admin.createTopics(List.of(topic.toCreate(options, retention)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** A broker without an authorizer lets everybody read. */
    private void giveAccess(SubscriberTopic topic) throws ExecutionException, InterruptedException {
        try {
            admin.createAcls(topic.access()).all().get();
            List<AclBindingFilter> former = new ArrayList<>();
            for (AclBindingFilter filter : given(topic)) {
                admin.describeAcls(filter).values().get().stream()
                        .filter(topic::isOfFormerPrincipal)
                        .map(AclBinding::toFilter)
                        .forEach(former::add);
            }
            admin.deleteAcls(former).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof SecurityDisabledException)) {
                throw e;
            }
        }
    }

    /** Where access may have been given to a former principal. */
    private static List<AclBindingFilter> given(SubscriberTopic topic) {
        AccessControlEntryFilter anybody =
                new AccessControlEntryFilter(null, null, AclOperation.ANY, AclPermissionType.ALLOW);
        return List.of(
                new AclBindingFilter(
                        new ResourcePatternFilter(ResourceType.TOPIC, topic.name(), PatternType.LITERAL), anybody),
                new AclBindingFilter(
                        new ResourcePatternFilter(ResourceType.GROUP, topic.subscriptionId(), PatternType.PREFIXED),
                        anybody));
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
