package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code budkavle trace}. */
@Command(
        name = "trace",
        description = "Shows where a message that the caller sent is, and its way there.",
        mixinStandardHelpOptions = true)
final class TraceCommand extends ApiCommand {

    @Parameters(paramLabel = "MESSAGE-ID", description = "The message.")
    private String messageId;

    @Override
    void run(Api api, String token) {
        String path = "/v1/messages/" + Api.encode(messageId);
        JsonNode message = api.expect(Call.get(path), token).json();
        JsonNode events = api.expect(Call.get(path + "/events"), token).json();
        if (isJson()) {
            var both = Api.JSON.createObjectNode();
            both.set("message", message);
            both.set("events", events.path("items"));
            out().println(JsonText.pretty(both));
            return;
        }
        showItems(
                Api.JSON.createObjectNode().set("items", message.path("deliveries")),
                "recipient",
                "status",
                "updatedAt",
                "reason");
        out().println();
        showItems(events, "sequence", "at", "type", "recipient", "actor", "reason");
    }
}
