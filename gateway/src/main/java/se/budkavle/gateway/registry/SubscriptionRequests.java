package se.budkavle.gateway.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.JsonFields;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.json.Values;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.registry.WantedSubscription.Channel;
import se.budkavle.gateway.registry.WantedSubscription.Pushing;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.Ordering;
import se.budkavle.schemas.filter.EventFilters;

/** Reads what a subscriber asks for: every fault is named, none of the values. Pure but for resolving the host. */
public final class SubscriptionRequests {

    private static final int MOST_TYPES = 100;
    private static final int MOST_STEPS = 30;
    private static final Duration SHORTEST_STEP = Duration.ofMillis(100);
    private static final Duration LONGEST_STEP = Duration.ofDays(7);
    private static final int LONGEST_URL = 2048;
    private static final int MOST_PARTITIONS = 50;
    private static final int MOST_PER_SECOND = 10_000;
    private static final int MOST_IN_FLIGHT = 256;
    private static final int SMALLEST_PAYLOAD = 1024;
    private static final int LARGEST_PAYLOAD = 2 * 1024 * 1024;

    private static final Pattern EVENT_TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,253}[A-Za-z0-9]");

    /** Type and name; a name that means everybody is none. */
    private static final Pattern PRINCIPAL = Pattern.compile("[A-Za-z]{1,32}:[^*\\p{Cntrl}]{1,223}");

    private SubscriptionRequests() {}

    /** {@return the subscription asked for, or all that is wrong with it} */
    public static Parsed<WantedSubscription> read(byte[] body, WebhookTarget target) {
        var issues = new Issues();
        return switch (StrictJson.object(body, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) -> read(new JsonFields(object, "", issues), issues, target);
        };
    }

    private static Parsed<WantedSubscription> read(JsonFields fields, Issues issues, WebhookTarget target) {
        var name = fields.requiredText("name", 255);
        var seen = new HashSet<String>();
        var types = fields.requiredList("types", MOST_TYPES, (node, at) -> type(node, at, seen, issues));
        var filters = filters(fields);
        var channel = channel(fields);
        var ordering = fields.symbol("ordering", Ordering.class);
        var pushing = pushing(fields, channel);
        var contact = fields.text("contact", 255);
        fields.refuseOthers();
        if (issues.isEmpty() && channel instanceof Channel.Webhook(var url, var signature)) {
            // Last, as it asks the name service.
            var fault = target.check(url, "/channel/url");
            if (fault != null) {
                return new Parsed.Invalid<>(Refusal.of(ProblemCode.TARGET_NOT_ALLOWED, fault));
            }
        }
        return Parsed.unless(
                issues,
                () -> new WantedSubscription(
                        name,
                        types,
                        filters,
                        channel == null ? new Channel.Pull() : channel,
                        ordering == null ? Ordering.BEST_EFFORT : ordering,
                        pushing,
                        contact));
    }

    private static @Nullable String type(JsonNode node, String at, Set<String> seen, Issues issues) {
        var type = Values.text(node, 255, at, issues);
        if (type == null) {
            return null;
        }
        if (!EVENT_TYPE.matcher(type).matches()) {
            issues.add(at, "invalid-type", "Not an event type, such as se.budkavle.message.available.");
            return null;
        }
        if (!seen.add(type)) {
            issues.add(at, "duplicate-type", "The type is there more than once.");
        }
        return type;
    }

    private static EventFilters filters(JsonFields fields) {
        var array = fields.node("filters");
        return switch (array == null ? new EventFilters.Valid(EventFilters.NONE) : EventFilters.parse(array)) {
            case EventFilters.Valid(var filters) -> filters;
            case EventFilters.Invalid(var faults) -> {
                faults.forEach(each -> fields.faultBelow("filters", each.pointer(), each.code(), each.detail()));
                yield EventFilters.NONE;
            }
        };
    }

    /** The channel; null where it is missing, or of no kind that is known. */
    private static @Nullable Channel channel(JsonFields fields) {
        var channel = fields.requiredObject("channel");
        if (channel == null) {
            return null;
        }
        if (!channel.has("kind")) {
            channel.fault("kind", "missing", "The field is missing.");
        }
        var kind = channel.symbol("kind", ChannelKind.class);
        if (kind == null) {
            return null;
        }
        var wanted =
                switch (kind) {
                    case WEBHOOK ->
                        new Channel.Webhook(
                                channel.requiredText("url", LONGEST_URL),
                                channel.symbol("signature", SignatureAlgorithm.class));
                    case TOPIC ->
                        new Channel.OwnTopic(principal(channel), channel.integer("partitions", 1, MOST_PARTITIONS));
                    case PULL, UNKNOWN -> new Channel.Pull();
                };
        channel.refuseOthers();
        return wanted;
    }

    private static @Nullable String principal(JsonFields channel) {
        var principal = channel.text("principal", 255);
        if (principal != null && !PRINCIPAL.matcher(principal).matches()) {
            channel.fault("principal", "invalid-principal", "Must be one Kafka principal, such as User:agency.");
        }
        return principal;
    }

    private static Pushing pushing(JsonFields fields, @Nullable Channel channel) {
        var pushing = new Pushing(
                fields.durations("retryLadder", MOST_STEPS, SHORTEST_STEP, LONGEST_STEP),
                fields.integer("maxPerSecond", 1, MOST_PER_SECOND),
                fields.integer("maxInFlight", 1, MOST_IN_FLIGHT),
                fields.integer("maxPayloadBytes", SMALLEST_PAYLOAD, LARGEST_PAYLOAD),
                Boolean.TRUE.equals(fields.flag("captureResponse")));
        if (channel instanceof Channel.Pull) {
            for (var name : List.of("retryLadder", "maxPerSecond", "maxInFlight", "maxPayloadBytes")) {
                if (fields.has(name)) {
                    fields.fault(name, "not-applicable", "What is pulled is not pushed.");
                }
            }
        }
        if (pushing.captureResponse() && channel != null && channel.kind() != ChannelKind.WEBHOOK) {
            fields.fault("captureResponse", "not-applicable", "Only webhooks answer.");
        }
        return pushing;
    }
}
