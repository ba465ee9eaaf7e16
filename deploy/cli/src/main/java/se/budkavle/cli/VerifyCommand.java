package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.budkavle.schemas.Digests;

/** {@code budkavle verify}. */
@Command(
        name = "verify",
        description = {
            "Verifies here the receipts of a message: that each is signed by a published key, and that none was altered, taken out or put in.",
            "With a FILE of receipts and --keys nothing is asked of anybody. Ends with 1 if one does not hold.",
            "What happened after the last receipt does not show: receipts are fetched when they are needed."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    private static final String PATH_OF_KEYS = "/.well-known/jwks.json";
    private static final int PAGE = 1000;

    @Parameters(
            paramLabel = "FILE|MESSAGE-ID",
            description = "Receipts as the API gave them, in a file; or the message, whose receipts are fetched.")
    private String what;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "The public keys (JWKS), kept from earlier (default: as published now; needed with a FILE).")
    private @Nullable Path keys;

    @Option(
            names = "--content",
            paramLabel = "FILE",
            description = "The content: it must be what the receipts tell of.")
    private @Nullable Path content;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Where fetched receipts go, to be verified again later.")
    private @Nullable Path save;

    @Option(names = "--save-keys", paramLabel = "FILE", description = "Where the keys go that were published.")
    private @Nullable Path saveKeys;

    @Mixin
    private ApiOptions options;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        // Read first: nothing is fetched that would then be of no use.
        var digest = content == null ? null : Digests.contentDigest(ByteBuffer.wrap(Digests.sha256(bytes(content))));
        var file = Path.of(what);
        if (Files.isRegularFile(file)) {
            if (keys == null) {
                throw new CommandFailure(CommandFailure.USAGE, "With a file, say which keys: --keys FILE.");
            }
            return show(new ReceiptVerifier(keysIn(bytes(keys))).verify(itemsIn(file), null, digest), digest);
        }
        try (Api api = options.api()) {
            var items = fetched(api, options.token(api, null));
            return show(new ReceiptVerifier(keysOf(api)).verify(items, what, digest), digest);
        }
    }

    private List<JsonNode> fetched(Api api, String token) {
        var all = Api.JSON.createObjectNode();
        var items = all.putArray("items");
        String after = "";
        do {
            var page = api.expect(
                            Call.get("/v1/messages/" + Api.encode(what) + "/receipts?limit=" + PAGE + after), token)
                    .json();
            page.path("items").forEach(items::add);
            after = page.path("next").isTextual()
                    ? "&after=" + Api.encode(page.path("next").asText())
                    : "";
        } while (!after.isEmpty());
        if (save != null) {
            write(save, all.toString());
        }
        return items.valueStream().toList();
    }

    private JWKSet keysOf(Api api) {
        if (keys != null) {
            return keysIn(bytes(keys));
        }
        var published = api.expect(Call.get(PATH_OF_KEYS), null).bytes();
        if (saveKeys != null) {
            write(saveKeys, new String(published, StandardCharsets.UTF_8));
        }
        return keysIn(published);
    }

    private static List<JsonNode> itemsIn(Path file) {
        try {
            var json = Api.JSON.readTree(bytes(file));
            var items = json.isArray() ? json : json.path("items");
            if (!items.isArray() || items.isEmpty()) {
                throw new CommandFailure(CommandFailure.FAILED, "The file holds no receipts: " + file);
            }
            return items.valueStream().toList();
        } catch (IOException e) {
            throw new CommandFailure(CommandFailure.FAILED, "The file holds no JSON: " + file);
        }
    }

    private static JWKSet keysIn(byte[] json) {
        try {
            return JWKSet.parse(new String(json, StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new CommandFailure(CommandFailure.FAILED, "The keys are no set of keys (JWKS).");
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandFailure(CommandFailure.FAILED, "The file cannot be read: " + file);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CommandFailure(CommandFailure.FAILED, "The file cannot be written: " + file);
        }
    }

    private int show(List<ReceiptVerifier.Verified> verified, @Nullable String digest) {
        boolean holds = verified.stream().allMatch(ReceiptVerifier.Verified::holds);
        boolean isOfContent = digest == null
                || verified.stream()
                        .anyMatch(each -> each.claims() != null
                                && digest.equals(each.claims().contentDigest()));
        var answer = Api.JSON.createObjectNode().put("holds", holds && isOfContent);
        var rows = answer.putArray("items");
        verified.forEach(each -> rows.add(row(each)));
        var out = spec.commandLine().getOut();
        if (options.isJson()) {
            out.println(JsonText.pretty(answer));
        } else {
            var table = new Table("recipient", "number", "type", "at", "key", "verdict");
            rows.forEach(table::add);
            out.print(table.render());
            out.flush();
        }
        if (!isOfContent) {
            throw new CommandFailure(CommandFailure.FAILED, "No receipt tells of that content.");
        }
        if (!holds) {
            throw new CommandFailure(CommandFailure.FAILED, "The receipts do not hold.");
        }
        return 0;
    }

    private static ObjectNode row(ReceiptVerifier.Verified verified) {
        var row = Api.JSON.createObjectNode();
        var claims = verified.claims();
        if (claims != null) {
            row.put("messageId", claims.messageId())
                    .put("recipient", claims.recipient())
                    .put("number", claims.number())
                    .put("type", claims.type())
                    .put("at", claims.at());
        }
        row.put("key", verified.key());
        return row.put("verdict", verified.holds() ? "holds" : String.join(" ", verified.faults()));
    }
}
