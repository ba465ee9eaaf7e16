package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

/** {@code budkavle balance}. */
@Command(
        name = "balance",
        description = {
            "Shows whether the books balance (operators): of everything that was accepted, what has ended and what is under way.",
            "Ends with 1 if they do not, or if something takes too long."
        },
        mixinStandardHelpOptions = true)
final class BalanceCommand extends ApiCommand {

    @Override
    void run(Api api, String token) {
        JsonNode books = api.expect(Call.get("/v1/operator/balance"), token).json();
        if (isJson()) {
            out().println(JsonText.pretty(books));
        } else {
            show(books);
        }
        if (!books.path("balanced").asBoolean() || !books.path("overdue").isEmpty()) {
            throw new CommandFailure(CommandFailure.FAILED, "The books do not balance, or something takes too long.");
        }
    }

    @Override
    String scope() {
        return "operator:read";
    }

    private void show(JsonNode books) {
        say("As of " + books.path("asOf").asText() + ":");
        var rows = Api.JSON.createObjectNode();
        ArrayNode items = rows.putArray("items");
        books.path("organisations").forEach(each -> items.add(row(each)));
        showItems(rows, "organisation", "messages", "deliveries", "ended", "underWay", "difference");
        if (!books.path("overdue").isEmpty()) {
            say("");
            say(books.path("moreOverdue").asBoolean() ? "Overdue, among others:" : "Overdue:");
            var overdue = Api.JSON.createObjectNode();
            overdue.set("items", books.path("overdue"));
            showItems(overdue, "messageId", "organisation", "recipient", "status", "since", "due");
        }
    }

    private static ObjectNode row(JsonNode organisation) {
        return Api.JSON
                .createObjectNode()
                .put("organisation", organisation.path("organisation").asText())
                .put("messages", organisation.at("/accepted/messages").asLong())
                .put("deliveries", organisation.at("/accepted/deliveries").asLong())
                .put("ended", sum(organisation.path("ended")))
                .put("underWay", sum(organisation.path("underWay")))
                .put("difference", organisation.path("difference").asLong());
    }

    private static long sum(JsonNode counts) {
        long sum = 0;
        for (JsonNode count : counts) {
            sum += count.asLong();
        }
        return sum;
    }
}
