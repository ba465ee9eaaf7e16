package se.budkavle.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code budkavle search}. */
@Command(
        name = "search",
        description = {
            "Shows what an id stands for (operators).",
            "Any id: of a message, a conversation, a case, a dead letter, a job, a subscription; the sender's own, the one"
                    + " it refers to, an idempotency key, a trace; an address, an organisation, an event type."
        },
        mixinStandardHelpOptions = true)
final class SearchCommand extends ApiCommand {

    @Parameters(paramLabel = "ID", description = "What is looked for.")
    private String id;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many messages (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--after", paramLabel = "CURSOR", description = "Go on after an earlier list, from its `next`.")
    private @Nullable String after;

    @Override
    void run(Api api, String token) {
        String path = "/v1/operator/search?q=" + Api.encode(id) + "&limit=" + limit
                + (after == null ? "" : "&after=" + Api.encode(after));
        var page = api.expect(Call.get(path), token).json();
        showItems(page, "kind", "id", "organisation", "matched", "at");
        if (page.hasNonNull("next")) {
            say("There are more: --after " + page.path("next").asText());
        }
    }

    @Override
    String scope() {
        return "operator:read";
    }
}
