package se.budkavle.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private Paging paging;

    @Override
    void run(Api api, String token) {
        String path = "/v1/operator/search?q=" + Api.encode(id) + "&" + paging.query();
        showPage(api.expect(Call.get(path), token).json(), "kind", "id", "organisation", "matched", "at");
    }

    @Override
    String scope() {
        return "operator:read";
    }
}
