package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code budkavle trace}. */
@Command(
        name = "trace",
        description = "Shows where a message that the caller sent is, and its way there.",
        mixinStandardHelpOptions = true)
final class TraceCommand extends ApiCommand {

    @Parameters(paramLabel = "MESSAGE-ID", description = "The message.")
    private String messageId;

    @Option(
            names = "--operator",
            description = "Whosever it is, with what is yet to be pushed again to whom (operators).")
    private boolean operator;

    @Override
    void run(Api api, String token) {
        String id = Api.encode(messageId);
        JsonNode message = api.expect(Call.get((operator ? "/v1/operator/messages/" : "/v1/messages/") + id), token)
                .json();
        if (operator) {
            showAll(message);
            return;
        }
        JsonNode events =
                api.expect(Call.get("/v1/messages/" + id + "/events"), token).json();
        if (isJson()) {
            var both = Api.JSON.createObjectNode();
            both.set("message", message);
            both.set("events", events.path("items"));
            out().println(JsonText.pretty(both));
            return;
        }
        show(message, events.path("items"));
    }

    @Override
    @Nullable String scope() {
        return operator ? "operator:read" : null;
    }

    private void showAll(JsonNode message) {
        if (isJson()) {
            out().println(JsonText.pretty(message));
            return;
        }
        show(message, message.path("events"));
        if (!message.path("retries").isArray()) {
            say("What is yet to be pushed again cannot be told just now.");
        }
        for (JsonNode retry : message.path("retries")) {
            say(sentence(retry));
        }
    }

    private void show(JsonNode message, JsonNode events) {
        showItems(
                Api.JSON.createObjectNode().set("items", message.path("deliveries")),
                "recipient",
                "status",
                "updatedAt",
                "reason");
        out().println();
        showItems(
                Api.JSON.createObjectNode().set("items", events),
                "sequence",
                "at",
                "type",
                "recipient",
                "actor",
                "reason");
    }

    /** Such as: retry 4 of 11 at 2026-05-01T03:12:00Z: se.budkavle.message.available to subscription S of 0203:a.se. */
    private static String sentence(JsonNode retry) {
        String status = retry.path("subscriptionStatus").asText();
        return "retry %d of %d at %s: %s to subscription %s of %s%s"
                .formatted(
                        retry.path("retry").asInt(),
                        retry.path("of").asInt(),
                        retry.path("nextAt").asText(),
                        retry.path("eventType").asText(),
                        retry.path("subscriptionId").asText(),
                        retry.path("organisation").asText(),
                        status.equals("ACTIVE") ? "" : ", once it is active again: it is " + status);
    }
}
