package se.budkavle.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code budkavle replay}. */
@Command(
        name = "replay",
        description = "Sends all dead letters of a filter again, each once, in their order (operators).",
        mixinStandardHelpOptions = true)
final class ReplayCommand extends JobCommand {

    @Option(names = "--force", description = "Also those that were sent again before.")
    private boolean force;

    @Override
    String path() {
        return "/v1/operator/replays";
    }

    @Override
    void complete(ObjectNode request) {
        request.put("force", force);
    }
}
