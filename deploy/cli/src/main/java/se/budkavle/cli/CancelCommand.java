package se.budkavle.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code budkavle cancel}. */
@Command(
        name = "cancel",
        description = "Takes a message back, as far as no recipient has fetched it.",
        mixinStandardHelpOptions = true)
final class CancelCommand extends ApiCommand {

    @Parameters(paramLabel = "MESSAGE-ID", description = "The message.")
    private String messageId;

    @Override
    void run(Api api, String token) {
        api.expect(Call.delete("/v1/messages/" + Api.encode(messageId)), token);
        say("Asked for. What comes of it: budkavle trace " + messageId);
    }
}
