package se.budkavle.cli;

import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code budkavle send}. */
@Command(
        name = "send",
        description = {
            "Sends a message.",
            "A file that is an SDK message (MessageWithAttachments:3) says itself to whom, from whom and what it is; anything else needs --to."
        },
        mixinStandardHelpOptions = true)
final class SendCommand extends ApiCommand {

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The content, or an SDK message.")
    private @Nullable Path file;

    @Option(names = "--text", paramLabel = "TEXT", description = "The content, in place of a file.")
    private @Nullable String text;

    @Option(names = "--to", paramLabel = "ADDRESS", description = "A recipient; may be given several times.")
    private List<String> recipients = List.of();

    @Option(names = "--from", paramLabel = "ADDRESS", description = "The sender (default: the caller's only address).")
    private @Nullable String sender;

    @Option(
            names = "--type",
            paramLabel = "URI",
            defaultValue = "urn:budkavle:note",
            description = "The message's type (default: ${DEFAULT-VALUE}).")
    private String type;

    @Option(names = "--label", paramLabel = "TEXT", description = "A heading, for the recipient only.")
    private @Nullable String label;

    @Option(
            names = "--content-type",
            paramLabel = "TYPE",
            description = "The content's media type (default: by the file's name).")
    private @Nullable String contentType;

    @Option(names = "--dry-run", description = "Validates, and sends nothing.")
    private boolean dryRun;

    @Override
    void run(Api api, String token) {
        Answer answer = api.expect(request(), token);
        showOne(answer.json(), "messageId", "conversationId", "acceptedAt", "recipientCount", "unknownRecipients");
    }

    private Call request() {
        if ((file == null) == (text == null)) {
            throw new ParameterException(commandLine(), "Give either a FILE or --text.");
        }
        Call post = Call.post("/v1/messages" + (dryRun ? "?dryRun=true" : ""));
        if (file != null && recipients.isEmpty() && SdkXml.is(readable(file))) {
            return post.file("application/xml", file);
        }
        if (recipients.isEmpty()) {
            throw new ParameterException(commandLine(), "Say to whom: --to ADDRESS.");
        }
        return post.json(message());
    }

    private String message() {
        var message = Api.JSON.createObjectNode();
        recipients.forEach(message.putArray("recipients")::add);
        message.put("sender", sender).put("type", type).put("label", label);
        if (text != null) {
            message.put("contentType", contentType == null ? "text/plain; charset=utf-8" : contentType)
                    .put("contentText", text);
        } else if (file != null) {
            message.put("contentType", contentType == null ? guess(file) : contentType)
                    .put("content", Base64.getEncoder().encodeToString(read(file)));
        }
        return message.toString();
    }

    private static String guess(Path file) {
        String guessed = URLConnection.guessContentTypeFromName(file.toString());
        return guessed == null ? "application/octet-stream" : guessed;
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandFailure(CommandFailure.FAILED, "The file cannot be read: " + file);
        }
        return file;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(readable(file));
        } catch (IOException e) {
            throw new CommandFailure(CommandFailure.FAILED, "The file cannot be read: " + file);
        }
    }
}
