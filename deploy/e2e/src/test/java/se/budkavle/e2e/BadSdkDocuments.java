package se.budkavle.e2e;

import static se.budkavle.e2e.BadRequest.OFFENDING;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** SDK documents that must be refused. */
final class BadSdkDocuments {

    private static final String HEADER = "/messagePayload/message/messageHeader";
    private static final String FUNCTION = "/attention/subOrganization/organizationId";

    private final Agency sender;
    private final Agency recipient;
    private final SdkDocument document;

    private BadSdkDocuments(Agency sender, Agency recipient) {
        this.sender = sender;
        this.recipient = recipient;
        this.document = SdkDocument.between(sender, recipient);
    }

    static Stream<BadRequest> all(Agency sender, Agency recipient) {
        var rows = new BadSdkDocuments(sender, recipient);
        return Stream.of(rows.attacks(), rows.shapes(), rows.encodings(), rows.fields())
                .flatMap(each -> each);
    }

    private Stream<BadRequest> attacks() {
        var laughs = new StringBuilder("<!ENTITY l0 \"ha\">");
        IntStream.range(1, 10)
                .forEach(i -> laughs.append("<!ENTITY l%d \"%s\">".formatted(i, ("&l" + (i - 1) + ";").repeat(10))));
        return Stream.of(
                dtd("a DTD", "<!DOCTYPE sdk:messagePayload>", ""),
                dtd("a DTD elsewhere", "<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/" + OFFENDING + "\">", ""),
                dtd("an external entity", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>", "&e;"),
                dtd("a billion laughs", "<!DOCTYPE x [" + laughs + "]>", "&l9;"),
                row("an entity without a DTD", document.with("Begäran", "&" + OFFENDING + ";"), "malformed-xml", "/"),
                row(
                        "deeply nested",
                        document.with(
                                "<sdk:messageBody>",
                                "<sdk:messageBody>" + "<x>".repeat(10_000) + "</x>".repeat(10_000)),
                        "malformed-xml",
                        "/"));
    }

    private Stream<BadRequest> shapes() {
        var xml = new String(document.utf8(), StandardCharsets.UTF_8);
        return Stream.of(
                row("empty body", new byte[0], "malformed-xml", "/"),
                row(
                        "truncated",
                        xml.substring(0, xml.length() - 40).getBytes(StandardCharsets.UTF_8),
                        "malformed-xml",
                        "/"),
                row("not XML", OFFENDING.getBytes(StandardCharsets.UTF_8), "malformed-xml", "/"),
                row("two roots", (xml + "<x/>").getBytes(StandardCharsets.UTF_8), "malformed-xml", "/"),
                row(
                        "another namespace",
                        document.with("MessageWithAttachments:3\"", "MessageWithAttachments:2\""),
                        "invalid-request",
                        "/messagePayload"),
                new BadRequest(
                        "over 1 MiB",
                        call().body(
                                        "application/xml",
                                        document.with("kommer fram", "x".repeat(1024 * 1024))
                                                .utf8()),
                        413,
                        "content-too-large",
                        null),
                new BadRequest(
                        "10 MB",
                        call().body(
                                        "application/xml",
                                        document.with("kommer fram", "x".repeat(10_000_000))
                                                .utf8()),
                        413,
                        "body-too-large",
                        null));
    }

    private Stream<BadRequest> encodings() {
        return Stream.of(
                row("Latin-1 that says UTF-8", document.in(StandardCharsets.ISO_8859_1, "UTF-8"), "malformed-xml", "/"),
                row("UTF-8 that says UTF-16", document.in(StandardCharsets.UTF_8, "UTF-16"), "malformed-xml", "/"),
                row("UTF-16 that says UTF-8", document.in(StandardCharsets.UTF_16, "UTF-8"), "malformed-xml", "/"),
                row(
                        "an encoding nobody knows",
                        document.in(StandardCharsets.UTF_8, "x-" + OFFENDING),
                        "malformed-xml",
                        "/"));
    }

    private Stream<BadRequest> fields() {
        return Stream.of(
                row(
                        "messageId missing",
                        without("messageId", document.messageId()),
                        "invalid-request",
                        HEADER + "/messageId"),
                row(
                        "messageId not a UUID",
                        document.with(document.messageId(), OFFENDING),
                        "invalid-request",
                        HEADER + "/messageId"),
                row(
                        "conversationId missing",
                        without("conversationId", document.conversationId()),
                        "invalid-request",
                        HEADER + "/conversationId"),
                row(
                        "conversationId not a UUID",
                        document.with(document.conversationId(), OFFENDING),
                        "invalid-request",
                        HEADER + "/conversationId"),
                row(
                        "creationDateTime not a time",
                        document.with("2026-03-01T09:30:00.000Z", OFFENDING),
                        "invalid-request",
                        HEADER + "/creationDateTime"),
                row(
                        "label too long",
                        document.with("Begäran om yttrande", OFFENDING + "x".repeat(2000)),
                        "invalid-request",
                        HEADER + "/label"),
                row(
                        "confidentiality nonsense",
                        document.with(">false<", ">" + OFFENDING + "<"),
                        "invalid-request",
                        HEADER + "/confidentiality"),
                row(
                        "the participants' scheme is another",
                        document.with("iso6523-actorid-upis", OFFENDING),
                        "invalid-request",
                        HEADER + "/recipient/recipientID/root"),
                row(
                        "the functions' scheme is another",
                        document.with("urn:riv:infrastructure:messaging:functionalAddress", OFFENDING),
                        "invalid-request",
                        HEADER + "/sender" + FUNCTION + "/root"),
                row(
                        "the recipient is no address",
                        document.with(">" + recipient.address() + "<", ">" + OFFENDING + "/x<"),
                        "invalid-request",
                        HEADER + "/recipient" + FUNCTION + "/extension"),
                new BadRequest(
                        "the recipient is unknown",
                        call().body(
                                        "application/xml",
                                        document.with(">" + recipient.address() + "<", ">" + OFFENDING + ".se<")
                                                .utf8()),
                        422,
                        "unknown-recipient",
                        HEADER + "/recipient" + FUNCTION + "/extension"),
                new BadRequest(
                        "the sender's organisation is another",
                        call().body(
                                        "application/xml",
                                        document.with(
                                                        ">" + sender.organisation() + "<",
                                                        ">" + recipient.organisation() + "<")
                                                .utf8()),
                        403,
                        "not-representative",
                        null));
    }

    private SdkDocument without(String element, String value) {
        return document.with("<sdk:%s>%s</sdk:%s>".formatted(element, value, element), "");
    }

    private BadRequest dtd(String name, String declaration, String use) {
        return row(
                name,
                document.with("<sdk:messagePayload", declaration + "<sdk:messagePayload")
                        .with("Begäran", use + "Begäran"),
                "xml-dtd-not-allowed",
                "/");
    }

    private BadRequest row(String name, SdkDocument changed, String code, @Nullable String pointer) {
        return row(name, changed.utf8(), code, pointer);
    }

    private BadRequest row(String name, byte[] body, String code, @Nullable String pointer) {
        return new BadRequest(name, call().body("application/xml", body), 400, code, pointer);
    }

    private Http.Call call() {
        return sender.call("POST", "/v1/messages");
    }
}
