package se.budkavle.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
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

    @Option(
            names = "--encrypt",
            description =
                    "Encrypts the content here, to a key of the one recipient's address; label and all else stay readable.")
    private boolean encrypt;

    @Option(
            names = "--sign",
            paramLabel = "KEY-FILE",
            description = "Your private key (JWK): signs the content here, as it is sent; the recipient can verify it.")
    private @Nullable Path sign;

    @Option(names = "--dry-run", description = "Validates, and sends nothing.")
    private boolean dryRun;

    @Override
    void run(Api api, String token) {
        Answer answer = api.expect(request(api, token), token);
        showOne(answer.json(), "messageId", "conversationId", "acceptedAt", "recipientCount", "unknownRecipients");
    }

    private Call request(Api api, String token) {
        if ((file == null) == (text == null)) {
            throw new ParameterException(commandLine(), "Give either a FILE or --text.");
        }
        if (encrypt && recipients.size() != 1) {
            throw new ParameterException(commandLine(), "What is encrypted goes to one recipient: --to ADDRESS, once.");
        }
        Call post = Call.post("/v1/messages" + (dryRun ? "?dryRun=true" : ""));
        if (file != null && recipients.isEmpty() && SdkXml.is(readable(file))) {
            return post.file("application/xml", file);
        }
        if (recipients.isEmpty()) {
            throw new ParameterException(commandLine(), "Say to whom: --to ADDRESS.");
        }
        var message = encrypt ? encrypted(message(), key(api, token)) : message();
        return post.json((sign == null ? message : signed(message, sign)).toString());
    }

    private static ObjectNode signed(ObjectNode message, Path file) {
        var keys = KeyFiles.read(file).getKeys();
        if (keys.size() != 1) {
            throw new CommandFailure(CommandFailure.FAILED, "The file must hold one key: " + file);
        }
        return message.put("senderSignature", Signatures.detached(content(message), keys.getFirst()));
    }

    private static byte[] content(ObjectNode message) {
        return message.has("content")
                ? Base64.getDecoder().decode(message.path("content").asText())
                : message.path("contentText").asText().getBytes(StandardCharsets.UTF_8);
    }

    /** A key that the registry has for the recipient, or for where it has moved. */
    private JWK key(Api api, String token) {
        var address = recipients.getFirst();
        var told = api.expect(Call.get("/v1/addresses/" + Api.encode(address) + "/capabilities"), token)
                .json()
                .path("encryptionKeys");
        try {
            return EndToEnd.usable(JWKSet.parse("{\"keys\": " + told + "}").getKeys())
                    .orElseThrow(() -> new CommandFailure(
                            CommandFailure.FAILED,
                            "The address has no key that can be encrypted to (RSA, or P-256, P-384, P-521): "
                                    + address));
        } catch (ParseException e) {
            throw new CommandFailure(CommandFailure.FAILED, "The keys of the address cannot be read: " + address);
        }
    }

    private static ObjectNode encrypted(ObjectNode message, JWK key) {
        var stated = message.path("contentType").asText();
        var bytes = content(message);
        message.remove("content");
        return message.put("contentType", EndToEnd.MEDIA_TYPE).put("contentText", EndToEnd.seal(bytes, stated, key));
    }

    private ObjectNode message() {
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
        return message;
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
