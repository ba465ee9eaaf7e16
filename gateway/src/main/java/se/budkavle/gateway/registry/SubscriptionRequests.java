package se.budkavle.gateway.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.JsonFields;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.json.Values;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.Ordering;

/** Reads the requests about subscriptions: every fault is named, none of the values. Pure but for resolving the host. */
public final class SubscriptionRequests {

    private static final Pattern EVENT_TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,253}[A-Za-z0-9]");

    private SubscriptionRequests() {}

    /**
     * A subscription asked for.
     *
     * @param name name for people
     * @param types event types, at least one
     * @param url where webhooks go; its query is secret
     * @param ordering whether successors wait for a failing one
     * @param retryLadder delays between attempts; empty: the installation's
     */
    public record NewSubscription(
            String name, List<String> types, String url, Ordering ordering, List<Duration> retryLadder) {

        /** Names no URL. */
        @Override
        public String toString() {
            return "NewSubscription[" + types + "]";
        }
    }

    /** {@return the subscription asked for, or all that is wrong with it} */
    public static Parsed<NewSubscription> create(byte[] body, WebhookTarget target) {
        var issues = new Issues();
        return switch (StrictJson.object(body, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) -> create(new JsonFields(object, "", issues), issues, target);
        };
    }

    private static Parsed<NewSubscription> create(JsonFields fields, Issues issues, WebhookTarget target) {
        var name = fields.requiredText("name", 255);
        var seen = new HashSet<String>();
        var types = fields.requiredList("types", 100, (node, at) -> type(node, at, seen, issues));
        if (!fields.list("filters", 100, (node, at) -> node).isEmpty()) {
            fields.fault("filters", "not-supported", "Filters beyond types are not supported here.");
        }
        var ordering = fields.symbol("ordering", Ordering.class);
        var ladder = fields.durations("retryLadder", 30, Duration.ofMillis(100), Duration.ofDays(7));
        var channel = fields.requiredObject("channel");
        var kind = channel == null ? null : channel.symbol("kind", ChannelKind.class);
        if (channel != null && !channel.has("kind")) {
            channel.fault("kind", "missing", "The field is missing.");
        }
        if (channel != null && kind != null && kind != ChannelKind.WEBHOOK) {
            return new Parsed.Invalid<>(Refusal.of(
                    ProblemCode.CHANNEL_NOT_SUPPORTED,
                    new Issue(channel.at("kind"), "not-supported", "Only WEBHOOK is supported here.")));
        }
        var url = channel == null ? "" : channel.requiredText("url", 2048);
        if (channel != null) {
            channel.refuseOthers();
        }
        fields.refuseOthers();
        if (issues.isEmpty() && channel != null) {
            // Last, as it asks the name service.
            var fault = target.check(url, channel.at("url"));
            if (fault != null) {
                return new Parsed.Invalid<>(Refusal.of(ProblemCode.TARGET_NOT_ALLOWED, fault));
            }
        }
        return Parsed.unless(
                issues,
                () -> new NewSubscription(
                        name, types, url, ordering == null ? Ordering.BEST_EFFORT : ordering, ladder));
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

    /** {@return the ids of {@code {"deadLetterIds": [...]}}, or all that is wrong with it} */
    public static Parsed<List<String>> replay(byte[] body) {
        var issues = new Issues();
        return switch (StrictJson.object(body, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) -> {
                var fields = new JsonFields(object, "", issues);
                var ids = fields.requiredList("deadLetterIds", 100, (node, at) -> uuid(node, at, issues));
                fields.refuseOthers();
                yield Parsed.unless(issues, () -> ids);
            }
        };
    }

    private static @Nullable String uuid(JsonNode node, String at, Issues issues) {
        var text = Values.text(node, 36, at, issues);
        if (text == null) {
            return null;
        }
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException e) {
            issues.add(at, "invalid-uuid", "Not a UUID.");
            return null;
        }
    }
}
