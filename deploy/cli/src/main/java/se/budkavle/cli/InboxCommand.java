package se.budkavle.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code budkavle inbox}. */
@Command(name = "inbox", description = "Lists what came to the caller's addresses.", mixinStandardHelpOptions = true)
final class InboxCommand extends ApiCommand {

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description = "One address only (default: all of the caller's).")
    private @Nullable String address;

    @Option(names = "--all", description = "Also what is acknowledged or has ended otherwise.")
    private boolean all;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Wait so long for the first message.")
    private int wait;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--after", paramLabel = "CURSOR", description = "Go on after an earlier list, from its `next`.")
    private @Nullable String after;

    @Override
    void run(Api api, String token) {
        var query = new StringBuilder("/v1/inbox?limit=" + limit + "&wait=" + wait);
        query.append("&status=").append(all ? "all" : "unacknowledged");
        if (address != null) {
            query.append("&address=").append(Api.encode(address));
        }
        if (after != null) {
            query.append("&after=").append(Api.encode(after));
        }
        var page = api.expect(Call.get(query.toString()), token).json();
        showItems(page, "messageId", "availableAt", "sender", "recipient", "status", "size", "label");
    }
}
