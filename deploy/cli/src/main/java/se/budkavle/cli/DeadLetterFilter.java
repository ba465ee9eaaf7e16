package se.budkavle.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters; what is left out does not matter. */
final class DeadLetterFilter {

    @Option(names = "--status", paramLabel = "STATUS", description = "OPEN, REPLAYED, DISCARDED or EXPIRED.")
    private @Nullable String status;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description = "Where it failed: COMMANDS, ROUTING, MAILBOX, MATCHING, PUSHING or VIEWS.")
    private @Nullable String stage;

    @Option(names = "--reason", paramLabel = "CODE", description = "Only those with that reason.")
    private @Nullable String reason;

    @Option(names = "--organisation", paramLabel = "ORGANISATION", description = "Only those of that organisation.")
    private @Nullable String organisation;

    @Option(names = "--message", paramLabel = "ID", description = "Only those of that message.")
    private @Nullable String messageId;

    @Option(names = "--recipient", paramLabel = "ADDRESS", description = "Only those for that recipient.")
    private @Nullable String recipient;

    @Option(names = "--of-subscription", paramLabel = "ID", description = "Only those of that subscription.")
    private @Nullable String subscriptionId;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Only those that come from that topic.")
    private @Nullable String topic;

    @Option(names = "--partition", paramLabel = "N", description = "Only those that come from that partition.")
    private @Nullable Long partition;

    @Option(names = "--offset", paramLabel = "N", description = "Only those that come from that offset.")
    private @Nullable Long offset;

    @Option(names = "--attempts", paramLabel = "N", description = "Only those that were tried at least so often.")
    private @Nullable Long attempts;

    @Option(names = "--replays", paramLabel = "N", description = "Only those that were replayed at least so often.")
    private @Nullable Long replays;

    @Option(names = "--first-from", paramLabel = "TIME", description = "Failed first then or later.")
    private @Nullable String firstFrom;

    @Option(names = "--first-to", paramLabel = "TIME", description = "Failed first before then.")
    private @Nullable String firstTo;

    @Option(names = "--from", paramLabel = "TIME", description = "Failed then or later, such as 2026-01-31T12:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Failed before then.")
    private @Nullable String to;

    /** As parameters, each with an ampersand before it. */
    String query() {
        var query = new StringBuilder();
        stated().forEach((name, value) ->
                query.append('&').append(name).append('=').append(Api.encode(value.toString())));
        return query.toString();
    }

    /** As the filter of a job. */
    ObjectNode json() {
        var filter = Api.JSON.createObjectNode();
        stated().forEach((name, value) -> {
            if (value instanceof Long number) {
                filter.put(name, number);
            } else {
                filter.put(name, value.toString());
            }
        });
        return filter;
    }

    private Map<String, Object> stated() {
        var stated = new LinkedHashMap<String, Object>();
        put(stated, "status", status);
        put(stated, "stage", stage);
        put(stated, "reason", reason);
        put(stated, "organisation", organisation);
        put(stated, "messageId", messageId);
        put(stated, "recipient", recipient);
        put(stated, "subscriptionId", subscriptionId);
        put(stated, "topic", topic);
        put(stated, "partition", partition);
        put(stated, "offset", offset);
        put(stated, "attempts", attempts);
        put(stated, "replays", replays);
        put(stated, "firstFrom", firstFrom);
        put(stated, "firstTo", firstTo);
        put(stated, "from", from);
        put(stated, "to", to);
        return stated;
    }

    private static void put(Map<String, Object> stated, String name, @Nullable Object value) {
        if (value != null) {
            stated.put(name, value);
        }
    }
}
