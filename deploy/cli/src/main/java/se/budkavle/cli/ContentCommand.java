package se.budkavle.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code budkavle content}. */
@Command(
        name = "content",
        description = "Fetches the content of a received message; the sender sees that it was retrieved.",
        mixinStandardHelpOptions = true)
final class ContentCommand extends ApiCommand {

    @Parameters(paramLabel = "MESSAGE-ID", description = "The message.")
    private String messageId;

    @Option(names = "--address", paramLabel = "ADDRESS", description = "The address it came to, if it came to several.")
    private @Nullable String address;

    @Option(names = "--to-file", paramLabel = "FILE", description = "Where its bytes go (default: shown as text).")
    private @Nullable Path file;

    @Option(
            names = "--key",
            paramLabel = "KEY-FILE",
            description = "Your private key (JWK, or a set of them): opens what was encrypted to it, here.")
    private @Nullable Path key;

    @Option(
            names = "--signed-by",
            paramLabel = "KEY-FILE",
            description =
                    "The sender's public key (JWK, or a set of them): the content is shown only if it was signed with it.")
    private @Nullable Path signedBy;

    @Override
    void run(Api api, String token) {
        // Read first: fetching is seen by the sender.
        var keys = key == null ? null : KeyFiles.read(key);
        var signers = signedBy == null ? null : KeyFiles.read(signedBy);
        Answer answer = api.expect(Call.get(Inboxes.path(messageId, "/content", address)), token);
        if (signers != null) {
            var item = api.expect(Call.get(Inboxes.path(messageId, "", address)), token)
                    .json();
            var signer = Signatures.verified(item.path("senderSignature").textValue(), answer.bytes(), signers);
            commandLine().getErr().println("Signed by " + signer + ".");
        }
        if (keys == null) {
            show(answer.text(), answer.bytes());
        } else if (Inboxes.isEncrypted(answer.contentType())) {
            var opened = EndToEnd.open(answer.text(), keys);
            show(opened.text(), opened.bytes());
        } else {
            commandLine().getErr().println("Its sender did not encrypt it.");
            show(answer.text(), answer.bytes());
        }
    }

    private void show(String text, byte[] bytes) {
        if (file == null) {
            out().println(text);
            return;
        }
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
