package se.budkavle.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code budkavle ack}. */
@Command(
        name = "ack",
        description = "Acknowledges a received message: accepts it, or rejects it.",
        mixinStandardHelpOptions = true)
final class AckCommand extends ApiCommand {

    @Parameters(paramLabel = "MESSAGE-ID", description = "The message.")
    private String messageId;

    @Option(names = "--address", paramLabel = "ADDRESS", description = "The address it came to, if it came to several.")
    private @Nullable String address;

    @Option(names = "--reject", description = "Reject it.")
    private boolean reject;

    @Option(names = "--code", paramLabel = "CODE", description = "Why, in the parties' own code.")
    private @Nullable String code;

    @Option(names = "--detail", paramLabel = "TEXT", description = "Why, in words for the sender.")
    private @Nullable String detail;

    @Override
    void run(Api api, String token) {
        var answer = Api.JSON.createObjectNode().put("outcome", reject ? "REJECTED" : "ACCEPTED");
        if (code != null) {
            answer.put("code", code);
        }
        if (detail != null) {
            answer.put("detail", detail);
        }
        String path = Inboxes.path(messageId, "/acknowledgement", address);
        api.expect(Call.post(path).json(answer.toString()), token);
        say(reject ? "Rejected." : "Accepted.");
    }
}
