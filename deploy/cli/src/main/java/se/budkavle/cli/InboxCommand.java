package se.budkavle.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWKSet;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private Paging paging;

    @Option(
            names = "--key",
            paramLabel = "KEY-FILE",
            description =
                    "Your private key (JWK, or a set of them): fetches what is encrypted, which the senders see, and shows it opened.")
    private @Nullable Path key;

    @Override
    void run(Api api, String token) {
        var keys = key == null ? null : KeyFiles.read(key);
        var query = new StringBuilder("/v1/inbox?" + paging.query() + "&wait=" + wait);
        query.append("&status=").append(all ? "all" : "unacknowledged");
        if (address != null) {
            query.append("&address=").append(Api.encode(address));
        }
        var page = api.expect(Call.get(query.toString()), token).json();
        if (keys == null) {
            showItems(page, "messageId", "availableAt", "sender", "recipient", "status", "size", "label");
            return;
        }
        page.path("items").forEach(item -> open((ObjectNode) item, keys, api, token));
        showItems(page, "messageId", "availableAt", "sender", "recipient", "label", "content");
    }

    private static void open(ObjectNode item, JWKSet keys, Api api, String token) {
        if (Inboxes.isEncrypted(item.path("contentType").asText())) {
            var id = item.path("messageId").asText();
            var at = item.path("recipient").asText();
            try {
                var answer = api.expect(Call.get(Inboxes.path(id, "/content", at)), token);
                item.put("content", EndToEnd.open(answer.text(), keys).text());
            } catch (CommandFailure e) {
                // One that cannot be opened hides no other.
                item.put("content", e.getMessage());
            }
        }
    }
}
