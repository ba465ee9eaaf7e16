package se.budkavle.e2e;

import static se.budkavle.e2e.BadRequest.OFFENDING;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Messages in JSON that must be refused: each field, and each way a body can be wrong. */
final class BadMessages {

    private static final int MEBIBYTE = 1024 * 1024;

    private final Agency sender;
    private final Agency recipient;

    private BadMessages(Agency sender, Agency recipient) {
        this.sender = sender;
        this.recipient = recipient;
    }

    static Stream<BadRequest> all(Agency sender, Agency recipient) {
        var rows = new BadMessages(sender, recipient);
        return Stream.of(
                        rows.recipients(),
                        rows.texts(),
                        rows.values(),
                        rows.times(),
                        rows.contents(),
                        rows.bodies(),
                        rows.keys())
                .flatMap(each -> each);
    }

    private Stream<BadRequest> recipients() {
        return Stream.of(
                field("recipients missing", "/recipients", body -> body.remove("recipients")),
                field("recipients null", "/recipients", body -> body.putNull("recipients")),
                field("recipients not a list", "/recipients", body -> body.put("recipients", OFFENDING)),
                field("recipients empty", "/recipients", body -> body.putArray("recipients")),
                field("recipient not text", "/recipients/0", body -> body.putArray("recipients")
                        .add(17)),
                field("recipient with a space", "/recipients/0", body -> body.putArray("recipients")
                        .add(OFFENDING + " x")),
                field("recipient with a slash", "/recipients/0", body -> body.putArray("recipients")
                        .add(OFFENDING + "/x")),
                field("recipient with two dots", "/recipients/0", body -> body.putArray("recipients")
                        .add(OFFENDING + "..x")),
                field("recipient with NUL", "/recipients/0", body -> body.putArray("recipients")
                        .add(OFFENDING + "\u0000x")),
                field("recipient too long", "/recipients/0", body -> body.putArray("recipients")
                        .add("a".repeat(256))),
                field("recipient twice", "/recipients/1", body -> body.putArray("recipients")
                        .add(recipient.address())
                        .add(recipient.address())),
                field("recipient twice in other case", "/recipients/1", body -> body.putArray("recipients")
                        .add(recipient.address())
                        .add(recipient.address().toUpperCase(java.util.Locale.ROOT))),
                field("501 recipients", "/recipients", body -> {
                    var array = body.putArray("recipients");
                    IntStream.range(0, 501).forEach(i -> array.add("r" + i + "." + recipient.address()));
                }));
    }

    private Stream<BadRequest> texts() {
        return Stream.of(
                        text("sender", 255),
                        text("senderMessageId", 128),
                        text("conversationId", 128),
                        text("refToMessageId", 128),
                        text("caseId", 1024),
                        text("label", 1024),
                        text("onBehalfOf", 255),
                        text("type", 1024),
                        text("contentType", 255))
                .flatMap(each -> each);
    }

    private Stream<BadRequest> text(String name, int longest) {
        return Stream.of(
                field(name + " a number", "/" + name, body -> body.put(name, 17)),
                field(name + " an object", "/" + name, body -> body.putObject(name)
                        .put("x", OFFENDING)),
                field(name + " empty", "/" + name, body -> body.put(name, "")),
                field(name + " too long", "/" + name, body -> body.put(name, OFFENDING + "x".repeat(longest))),
                field(name + " with a control character", "/" + name, body -> body.put(name, OFFENDING + "\u0007")),
                row(
                        name + " with half a surrogate",
                        post(body -> body.put(name, "@@"))
                                .body(
                                        "application/json",
                                        json(body -> body.put(name, "@@")).replace("@@", OFFENDING + "\\ud800")),
                        400,
                        "invalid-request",
                        "/" + name));
    }

    private Stream<BadRequest> values() {
        return Stream.of(
                field("type missing", "/type", body -> body.remove("type")),
                field("type not a URI", "/type", body -> body.put("type", OFFENDING + " note")),
                field("contentType missing", "/contentType", body -> body.remove("contentType")),
                field("contentType nonsense", "/contentType", body -> body.put("contentType", OFFENDING)),
                field("not encrypted as contentType says", "/contentText", body -> body.put(
                                "contentType", "application/jose")
                        .put("contentText", OFFENDING)),
                field("sender not an address", "/sender", body -> body.put("sender", OFFENDING + "/x")),
                field("onBehalfOf not an address", "/onBehalfOf", body -> body.put("onBehalfOf", OFFENDING + "/x")),
                field("allOrNothing a text", "/allOrNothing", body -> body.put("allOrNothing", OFFENDING)),
                field("confidentiality a text", "/confidentiality", body -> body.put("confidentiality", OFFENDING)),
                field(
                        "confidentialityLevel a text",
                        "/confidentialityLevel",
                        body -> body.put("confidentialityLevel", OFFENDING)),
                field(
                        "confidentialityLevel negative",
                        "/confidentialityLevel",
                        body -> body.put("confidentialityLevel", -1)),
                field(
                        "confidentialityLevel a fraction",
                        "/confidentialityLevel",
                        body -> body.put("confidentialityLevel", 1.5)),
                field("priority not in the list", "/priority", body -> body.put("priority", OFFENDING)),
                field("priority in lower case", "/priority", body -> body.put("priority", "normal")),
                field("priority that only the schema knows", "/priority", body -> body.put("priority", "UNKNOWN")),
                field("priority a number", "/priority", body -> body.put("priority", 1)),
                field("a field that is not there", "/recipient", body -> body.put("recipient", OFFENDING)));
    }

    private Stream<BadRequest> times() {
        var now = Instant.now();
        return Stream.of(
                field("notBefore a number", "/notBefore", body -> body.put("notBefore", now.toEpochMilli())),
                field("notBefore not a time", "/notBefore", body -> body.put("notBefore", OFFENDING)),
                field("notBefore without a zone", "/notBefore", body -> body.put("notBefore", "2030-01-01T00:00:00")),
                field(
                        "notBefore too far",
                        "/notBefore",
                        body -> body.put(
                                "notBefore", now.plus(Duration.ofDays(91)).toString())),
                field("expiresAt not a time", "/expiresAt", body -> body.put("expiresAt", OFFENDING)),
                field(
                        "expiresAt in the past",
                        "/expiresAt",
                        body -> body.put("expiresAt", now.minusSeconds(60).toString())),
                field("expiresAt before notBefore", "/expiresAt", body -> body.put(
                                "expiresAt", now.plusSeconds(60).toString())
                        .put("notBefore", now.plusSeconds(120).toString())),
                field(
                        "expiresAt too far",
                        "/expiresAt",
                        body -> body.put(
                                "expiresAt", now.plus(Duration.ofDays(31)).toString())));
    }

    private Stream<BadRequest> contents() {
        return Stream.of(
                field("neither content nor contentText", "/content", body -> body.remove("contentText")),
                field("content and contentText", "/contentText", body -> body.put("content", "AAAA")),
                content("content not base64", "*" + OFFENDING + "*"),
                content("content base64 cut short", "QUJDR"),
                content("content base64url", "-_-_"),
                content("content empty", ""),
                field("content a number", "/content", body -> body.put("content", 17)
                        .remove("contentText")),
                field("contentText a number", "/contentText", body -> body.put("contentText", 17)),
                field("contentText empty", "/contentText", body -> body.put("contentText", "")),
                row(
                        "content over 1 MiB",
                        post(body -> body.put("content", Base64.getEncoder().encodeToString(new byte[MEBIBYTE + 1]))
                                .remove("contentText")),
                        413,
                        "content-too-large",
                        "/content"),
                row(
                        "contentText over 1 MiB in UTF-8",
                        post(body -> body.put("contentText", "ö".repeat(MEBIBYTE / 2 + 1))),
                        413,
                        "content-too-large",
                        "/contentText"));
    }

    private Stream<BadRequest> bodies() {
        var json = json(body -> {});
        return Stream.of(
                malformed("empty body", ""),
                malformed("truncated", json.substring(0, json.length() - 10)),
                malformed("not JSON", OFFENDING),
                malformed("a list", "[" + json + "]"),
                malformed("two objects", json + json),
                malformed("deeply nested", "{\"recipients\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
                row(
                        "duplicate key",
                        raw(json.replaceFirst("\\{", "{\"type\": \"urn:x:" + OFFENDING + "\", ")),
                        400,
                        "invalid-request",
                        "/type"),
                row(
                        "not UTF-8",
                        call().body(
                                        "application/json",
                                        json.replace("A note.", "Å").getBytes(StandardCharsets.ISO_8859_1)),
                        400,
                        "malformed-json",
                        null),
                row(
                        "JSON in UTF-16",
                        call().body("application/json", json.getBytes(StandardCharsets.UTF_16)),
                        400,
                        "malformed-json",
                        null),
                row("10 MB", raw(" ".repeat(10_000_000) + json), 413, "body-too-large", null),
                row(
                        "gzip bomb",
                        call().header("Content-Encoding", "gzip").body("application/json", gzipBomb()),
                        413,
                        "body-too-large",
                        null),
                row(
                        "not packed as it says",
                        call().header("Content-Encoding", "gzip").body("application/json", json),
                        400,
                        "invalid-header",
                        "Content-Encoding"),
                row(
                        "an encoding that is not undone",
                        call().header("Content-Encoding", "br").body("application/json", json),
                        415,
                        "unsupported-encoding",
                        "Content-Encoding"),
                row("another media type", call().body("text/plain", json), 415, "unsupported-media-type", null));
    }

    private Stream<BadRequest> keys() {
        return Stream.of(
                row(
                        "key too long",
                        post(body -> {}).header("Idempotency-Key", OFFENDING + "k".repeat(128)),
                        400,
                        "invalid-header",
                        "Idempotency-Key"),
                row(
                        "key with a space",
                        post(body -> {}).header("Idempotency-Key", OFFENDING + " k"),
                        400,
                        "invalid-header",
                        "Idempotency-Key"),
                row(
                        "dryRun nonsense",
                        sender.call("POST", "/v1/messages?dryRun=" + OFFENDING).json(json(body -> {})),
                        400,
                        "invalid-parameter",
                        "dryRun"));
    }

    private BadRequest content(String name, String base64) {
        return field(name, "/content", body -> body.put("content", base64).remove("contentText"));
    }

    private BadRequest malformed(String name, String body) {
        return row(name, raw(body), 400, "malformed-json", null);
    }

    private BadRequest field(String name, String pointer, Consumer<ObjectNode> change) {
        return row(name, post(change), 400, "invalid-request", pointer);
    }

    private static BadRequest row(
            String name,
            Http.Call request,
            int status,
            String code,
            @org.jspecify.annotations.Nullable String pointer) {
        return new BadRequest(name, request, status, code, pointer);
    }

    private Http.Call post(Consumer<ObjectNode> change) {
        return raw(json(change));
    }

    private Http.Call raw(String body) {
        return call().json(body);
    }

    private Http.Call call() {
        return sender.call("POST", "/v1/messages");
    }

    /** A good message, changed. */
    private String json(Consumer<ObjectNode> change) {
        var body = Draft.message().to(recipient.address()).body();
        change.accept(body);
        return body.toString();
    }

    private static byte[] gzipBomb() {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            var zeros = new byte[MEBIBYTE];
            for (int i = 0; i < 200; i++) {
                gzip.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
