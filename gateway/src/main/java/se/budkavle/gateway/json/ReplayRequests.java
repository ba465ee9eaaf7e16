package se.budkavle.gateway.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;

/** Reads what operators ask of many dead letters at once. Pure. */
public final class ReplayRequests {

    /** States of dead letters. */
    public static final Set<String> STATUSES = Set.of("OPEN", "REPLAYED", "DISCARDED", "EXPIRED");

    /** At which work a record failed. */
    public static final Set<String> STAGES = Set.of("COMMANDS", "ROUTING", "MAILBOX", "MATCHING", "PUSHING", "VIEWS");

    /** What is compared as it is. */
    public static final List<String> TEXTS =
            List.of("topic", "reason", "organisation", "messageId", "recipient", "subscriptionId");

    /** Moments that bound. */
    public static final List<String> TIMES = List.of("from", "to", "firstFrom", "firstTo");

    /** What is the same, or at least so much. */
    public static final List<String> NUMBERS = List.of("partition", "offset", "attempts", "replays");

    private static final int LONGEST_TEXT = 1024;
    private static final int LARGEST_NUMBER = 1_000_000;
    private static final int HIGHEST_RATE = 1000;
    private static final int DEFAULT_RATE = 100;
    private static final String OPEN = "OPEN";

    private ReplayRequests() {}

    /**
     * What is asked.
     *
     * @param filter which dead letters: the parameters of their list
     * @param ratePerSecond at most so many a second
     * @param force also what was replayed before
     * @param dryRun tell how many there are, and do nothing
     * @param reason why they are given up, a code; null: they are replayed
     */
    public record Wanted(
            ObjectNode filter,
            int ratePerSecond,
            boolean force,
            boolean dryRun,
            @Nullable String reason) {}

    /** {@return {@code {"filter": {…}, "ratePerSecond": 100, "dryRun": false, "force": false}}} */
    public static Parsed<Wanted> replay(byte[] body) {
        return read(body, false);
    }

    /** {@return {@code {"filter": {…}, "reason": "no-longer-needed", "ratePerSecond": 100, "dryRun": false}}} */
    public static Parsed<Wanted> discard(byte[] body) {
        return read(body, true);
    }

    private static Parsed<Wanted> read(byte[] body, boolean isDiscard) {
        var issues = new Issues();
        return switch (StrictJson.object(body, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) -> {
                var fields = new JsonFields(object, "", issues);
                var asked = fields.requiredObject("filter");
                var rate = fields.integer("ratePerSecond", 1, HIGHEST_RATE);
                var dryRun = fields.flag("dryRun");
                var force = isDiscard ? null : fields.flag("force");
                var reason = isDiscard ? OperatorRequests.code(fields, true) : null;
                fields.refuseOthers();
                boolean isForced = force != null && force;
                var filter = asked == null ? JsonNodeFactory.instance.objectNode() : filter(asked, isForced);
                yield Parsed.unless(
                        issues,
                        () -> new Wanted(
                                filter,
                                rate == null ? DEFAULT_RATE : rate,
                                isForced,
                                dryRun != null && dryRun,
                                reason));
            }
        };
    }

    /** {@return the largest number that there may be} */
    public static long largest(String name) {
        return name.equals("offset") ? Long.MAX_VALUE : LARGEST_NUMBER;
    }

    /** An empty filter is everything that is open: who wants that says so with an empty object. */
    private static ObjectNode filter(JsonFields fields, boolean isForced) {
        var filter = JsonNodeFactory.instance.objectNode();
        for (var name : TEXTS) {
            put(filter, name, fields.text(name, LONGEST_TEXT));
        }
        put(filter, "stage", oneOf(fields, "stage", STAGES));
        for (var name : TIMES) {
            put(filter, name, fields.time(name));
        }
        for (var name : NUMBERS) {
            put(filter, name, fields.number(name, 0, largest(name)));
        }
        var status = oneOf(fields, "status", STATUSES);
        put(filter, "status", status == null && !isForced ? OPEN : status);
        fields.refuseOthers();
        return filter;
    }

    private static @Nullable String oneOf(JsonFields fields, String name, Set<String> values) {
        var value = fields.text(name, LONGEST_TEXT);
        if (value != null && !values.contains(value)) {
            fields.fault(
                    name,
                    "not-in-list",
                    "Must be one of "
                            + String.join(", ", values.stream().sorted().toList()) + ".");
        }
        return value;
    }

    private static void put(ObjectNode filter, String name, @Nullable Object value) {
        if (value != null) {
            filter.put(name, value.toString());
        }
    }
}
