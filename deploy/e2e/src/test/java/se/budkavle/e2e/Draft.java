package se.budkavle.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that is being written, in its JSON form. */
final class Draft {

    private final ObjectNode body = Http.JSON.createObjectNode();
    private @Nullable String key;

    private Draft() {}

    /** A message with a text and no recipients yet. */
    static Draft message() {
        return new Draft().with("type", "urn:example:e2e:note").text("A note.");
    }

    Draft to(String... recipients) {
        return to(List.of(recipients));
    }

    Draft to(List<String> recipients) {
        var array = body.putArray("recipients");
        recipients.forEach(array::add);
        return this;
    }

    Draft from(String sender) {
        return with("sender", sender);
    }

    Draft text(String text) {
        body.remove("content");
        return with("contentType", "text/plain; charset=utf-8").with("contentText", text);
    }

    Draft bytes(String contentType, byte[] bytes) {
        body.remove("contentText");
        return with("contentType", contentType)
                .with("content", Base64.getEncoder().encodeToString(bytes));
    }

    Draft with(String field, String value) {
        body.put(field, value);
        return this;
    }

    Draft with(String field, boolean value) {
        body.put(field, value);
        return this;
    }

    Draft key(String idempotencyKey) {
        key = idempotencyKey;
        return this;
    }

    ObjectNode body() {
        return body;
    }

    @Nullable String key() {
        return key;
    }
}
