package se.budkavle.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import se.budkavle.schemas.Topic.Cleanup.Compact;
import se.budkavle.schemas.Topic.Cleanup.Forget;
import se.budkavle.schemas.Topic.Cleanup.Retain;
import se.budkavle.schemas.Topic.Time;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.AuditEvent;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.ContentKey;
import se.budkavle.schemas.avro.DeadLetterCommand;
import se.budkavle.schemas.avro.DeadLetterResolution;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.MailboxCommand;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.Priority;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.ReplayCommand;
import se.budkavle.schemas.avro.ReplayJob;
import se.budkavle.schemas.avro.Subscription;

/** Every topic of the backbone. Their names are spelled here and nowhere else. */
public final class Topics {

    /** Largest record at the source: content of 1 MiB, its envelope, room. */
    public static final int MAX_SOURCE_BYTES = 2 * 1024 * 1024;

    /** Largest record downstream and in dead letters, so that what came in always goes on. */
    public static final int MAX_DERIVED_BYTES = 3 * 1024 * 1024;

    private static final int PARTITIONS = 12;
    private static final Duration LONGEST_WAIT_AND_EXPIRY = Duration.ofDays(150);
    private static final Duration FEED = Duration.ofDays(90);

    public static final Topic<Address> ADDRESSES = registry("addresses", Address.class);
    public static final Topic<Subscription> SUBSCRIPTIONS = registry("subscriptions", Subscription.class);
    public static final Topic<Organisation> ORGANISATIONS = registry("organisations", Organisation.class);
    public static final Topic<EventType> EVENT_TYPES = registry("event-types", EventType.class);

    /** The keys of content at rest, wrapped; what was destroyed shall not stay on disks for long. */
    public static final Topic<ContentKey> CONTENT_KEYS = new Topic<>(
            "content-keys",
            ContentKey.class,
            PARTITIONS,
            new Forget(Duration.ofDays(1)),
            Time.CREATE,
            MAX_DERIVED_BYTES);

    public static final Topic<RegistryCommand> REGISTRY_COMMANDS =
            stream("registry-commands", RegistryCommand.class, Duration.ofDays(30));
    public static final Topic<DeadLetterCommand> DEAD_LETTER_COMMANDS =
            stream("dead-letter-commands", DeadLetterCommand.class, Duration.ofDays(30));
    public static final Topic<CommandResult> COMMAND_RESULTS =
            stream("command-results", CommandResult.class, Duration.ofHours(1));

    public static final Topic<Message> MESSAGES_EXPRESS = lane("messages.express");
    public static final Topic<Message> MESSAGES_NORMAL = lane("messages.normal");
    public static final Topic<Message> MESSAGES_BULK = lane("messages.bulk");

    public static final Topic<Delivery> DELIVERIES = stream("deliveries", Delivery.class, LONGEST_WAIT_AND_EXPIRY);
    public static final Topic<MailboxCommand> MAILBOX_COMMANDS =
            stream("mailbox-commands", MailboxCommand.class, Duration.ofDays(30));
    public static final Topic<MessageEvent> MESSAGE_EVENTS =
            stream("message-events", MessageEvent.class, LONGEST_WAIT_AND_EXPIRY);
    public static final Topic<Event> EVENTS = stream("events", Event.class, FEED);
    public static final Topic<Notification> NOTIFICATIONS = stream("notifications", Notification.class, FEED);
    public static final Topic<Attempt> DELIVERY_ATTEMPTS = stream("delivery-attempts", Attempt.class, FEED);

    public static final Topic<DeadLetterResolution> DEAD_LETTER_RESOLUTIONS =
            registry("dead-letter-resolutions", DeadLetterResolution.class);
    public static final Topic<ReplayCommand> REPLAY_COMMANDS =
            stream("replay-commands", ReplayCommand.class, Duration.ofDays(30));
    public static final Topic<ReplayJob> REPLAY_JOBS = registry("replay-jobs", ReplayJob.class);
    public static final Topic<Balance> BALANCES = registry("balances", Balance.class);

    /** Where acts are written down by whoever decides or sees them; chained by one owner, they are kept in the log. */
    public static final Topic<AuditEvent> AUDIT = stream("audit", AuditEvent.class, Duration.ofDays(30));

    public static final Topic<AuditEvent> AUDIT_LOG = stream("audit-log", AuditEvent.class, Duration.ofDays(730));

    private static final List<Topic<?>> ALL = List.of(
            ADDRESSES,
            SUBSCRIPTIONS,
            ORGANISATIONS,
            EVENT_TYPES,
            CONTENT_KEYS,
            REGISTRY_COMMANDS,
            DEAD_LETTER_COMMANDS,
            COMMAND_RESULTS,
            MESSAGES_EXPRESS,
            MESSAGES_NORMAL,
            MESSAGES_BULK,
            DELIVERIES,
            MAILBOX_COMMANDS,
            MESSAGE_EVENTS,
            EVENTS,
            NOTIFICATIONS,
            DELIVERY_ATTEMPTS,
            DEAD_LETTER_RESOLUTIONS,
            REPLAY_COMMANDS,
            REPLAY_JOBS,
            BALANCES,
            AUDIT,
            AUDIT_LOG);

    /** The topics from which a Streams application reads, and which so can have dead letters. */
    private static final List<Topic<?>> WITH_DEAD_LETTERS = List.of(
            REGISTRY_COMMANDS,
            DEAD_LETTER_COMMANDS,
            MESSAGES_EXPRESS,
            MESSAGES_NORMAL,
            MESSAGES_BULK,
            DELIVERIES,
            MAILBOX_COMMANDS,
            MESSAGE_EVENTS,
            EVENTS,
            NOTIFICATIONS,
            DELIVERY_ATTEMPTS,
            DEAD_LETTER_RESOLUTIONS,
            REPLAY_COMMANDS,
            REPLAY_JOBS,
            AUDIT,
            AUDIT_LOG);

    private Topics() {}

    /** Every topic but those of dead letters. */
    public static List<Topic<?>> all() {
        return ALL;
    }

    /** The topics that have a topic of dead letters. */
    public static List<Topic<?>> withDeadLetters() {
        return WITH_DEAD_LETTERS;
    }

    /** The settings of every topic of dead letters on the broker, without those that depend on the number of brokers. */
    static Map<String, String> deadLetterSettings(DeadLetterRetention retention) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.time().toMillis()),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_DERIVED_BYTES));
    }

    /** The topic of the dead letters of a topic. */
    public static String deadLettersOf(String topic) {
        return topic + ".dlq";
    }

    /** The topic of a subscriber on Kafka: its notifications, written by the notifier and read by nobody else. */
    public static String notificationsOf(String subscriptionId) {
        return NOTIFICATIONS.name() + "." + subscriptionId;
    }

    /**
     * The lane of a priority.
     *
     * @throws IllegalArgumentException for {@link Priority#UNKNOWN}, which no accepted message has
     */
    public static Topic<Message> messages(Priority priority) {
        return switch (priority) {
            case EXPRESS -> MESSAGES_EXPRESS;
            case NORMAL -> MESSAGES_NORMAL;
            case BULK -> MESSAGES_BULK;
            case UNKNOWN -> throw new IllegalArgumentException("no lane for priority UNKNOWN");
        };
    }

    private static <V extends SpecificRecord> Topic<V> registry(String name, Class<V> type) {
        return new Topic<>(name, type, PARTITIONS, new Compact(), Time.CREATE, MAX_DERIVED_BYTES);
    }

    private static <V extends SpecificRecord> Topic<V> stream(String name, Class<V> type, Duration kept) {
        return new Topic<>(name, type, PARTITIONS, new Retain(kept), Time.CREATE, MAX_DERIVED_BYTES);
    }

    private static Topic<Message> lane(String name) {
        return new Topic<>(
                name, Message.class, PARTITIONS, new Retain(LONGEST_WAIT_AND_EXPIRY), Time.APPEND, MAX_SOURCE_BYTES);
    }
}
