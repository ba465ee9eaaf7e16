package se.budkavle.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code budkavle discard}. */
@Command(
        name = "discard",
        description = "Gives all dead letters of a filter up; their senders are told (operators).",
        mixinStandardHelpOptions = true)
final class DiscardCommand extends JobCommand {

    @Option(names = "--because", paramLabel = "CODE", description = "Why, a code such as no-longer-needed.")
    private @Nullable String because;

    @Override
    String path() {
        return "/v1/operator/discards";
    }

    @Override
    void complete(ObjectNode request) {
        if (because == null) {
            throw new CommandFailure(CommandFailure.USAGE, "Say why: --because CODE.");
        }
        request.put("reason", because);
    }
}
