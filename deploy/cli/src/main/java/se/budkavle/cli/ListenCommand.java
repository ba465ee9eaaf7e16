package se.budkavle.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code budkavle listen}. */
@Command(
        name = "listen",
        description = "Shows a subscription's notifications as they come, a line of JSON each, until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class ListenCommand extends ApiCommand {

    private static final int WAIT_SECONDS = 30;

    @Parameters(paramLabel = "ID", description = "The subscription.")
    private String id;

    @Option(names = "--after", paramLabel = "CURSOR", description = "Go on after an earlier `next`.")
    private @Nullable String after;

    @Option(names = "--once", description = "Show what is there now, and the cursor to go on with.")
    private boolean once;

    @Override
    void run(Api api, String token) {
        String cursor = after;
        boolean more = true;
        while (more) {
            var path = SubscriptionsCommand.path(id) + "/notifications?wait=" + (once ? 0 : WAIT_SECONDS)
                    + (cursor == null ? "" : "&after=" + Api.encode(cursor));
            var page = api.expect(Call.get(path), token).json();
            page.path("items").forEach(item -> out().println(item));
            out().flush();
            cursor = page.path("next").asText();
            more = !once || !page.path("items").isEmpty();
        }
        say("Go on with --after " + cursor);
    }
}
