package se.budkavle.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.avro.Priority;

class JsonMessagesTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String CANARY = "kanariefågel";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode good() {
        var message = JSON.createObjectNode();
        message.putArray("recipients").add("sdk:inkorg:0203:digg.se");
        return message.put("type", "urn:riv:x:3")
                .put("contentType", "text/plain")
                .put("contentText", "hej");
    }

    private static Parsed<MessageRequest> parse(String body) {
        return JsonMessages.parse(body.getBytes(StandardCharsets.UTF_8), NOW);
    }

    private static Refusal refusal(Parsed<MessageRequest> parsed) {
        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        return ((Parsed.Invalid<MessageRequest>) parsed).refusal();
    }

    /** Records keep milliseconds: what is between them is rounded up, and nothing is released before its time. */
    @ParameterizedTest
    @CsvSource({
        "2026-06-02T12:00:00.001Z, 2026-06-02T12:00:00.001Z",
        "2026-06-02T12:00:00.000999999Z, 2026-06-02T12:00:00.001Z",
        "2026-06-02T12:00:00.001000001Z, 2026-06-02T12:00:00.002Z"
    })
    void aReleaseIsRoundedUp(String stated, Instant release) {
        assertThat(parse(good().put("notBefore", stated).toString()).orRefuse().notBefore())
                .isEqualTo(release);
    }

    @Test
    void aMessageWithAllFieldsIsUnderstood() {
        var request = parse("""
                        {"recipients": ["SDK:Inkorg:0203:digg.se", "b:c"], "allOrNothing": false,
                         "sender": "sdk:utkorg:0203:inera.se", "senderMessageId": "s-1",
                         "type": "urn:riv:x:3", "conversationId": "c-1", "refToMessageId": "r-1",
                         "caseId": "case", "onBehalfOf": "0203:inera.se", "label": "En rubrik",
                         "confidentiality": true, "confidentialityLevel": 2, "priority": "BULK",
                         "notBefore": "2026-06-02T12:00:00+02:00", "expiresAt": "2026-06-10T00:00:00Z",
                         "contentType": "application/xml; charset=utf-8", "content": "aGVq"}""").orRefuse();

        assertThat(request.recipients()).containsExactly("sdk:inkorg:0203:digg.se", "b:c");
        assertThat(request.allOrNothing()).isFalse();
        assertThat(request.notBefore()).isEqualTo(Instant.parse("2026-06-02T10:00:00Z"));
        assertThat(request.lane()).isEqualTo(Priority.BULK);
        assertThat(request.content()).isEqualTo("hej".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNullIsNotStated() {
        var request = parse(good().putNull("sender")
                        .putNull("priority")
                        .putNull("content")
                        .toString())
                .orRefuse();

        assertThat(request.sender()).isNull();
        assertThat(request.lane()).isEqualTo(Priority.NORMAL);
    }

    /** One row, one fault: the field becomes this JSON, and this is said of it. */
    @ParameterizedTest(name = "{0} = {1} -> {3} at {2}")
    @CsvSource(delimiter = '|', textBlock = """
            recipients           | null                        | /recipients           | missing
            recipients           | "a:b"                       | /recipients           | wrong-type
            recipients           | []                          | /recipients           | too-few
            recipients           | [1]                         | /recipients/0         | wrong-type
            recipients           | ["a:b", null]               | /recipients/1         | wrong-type
            recipients           | ["a/b"]                     | /recipients/0         | invalid-address
            recipients           | ["a\\u0000b"]               | /recipients/0         | invalid-address
            recipients           | ["a..b"]                    | /recipients/0         | invalid-address
            recipients           | ["ab"]                      | /recipients/0         | invalid-address
            recipients           | ["a:b", "A:B"]              | /recipients/1         | duplicate-recipient
            allOrNothing         | "true"                      | /allOrNothing         | wrong-type
            sender               | 1                           | /sender               | wrong-type
            sender               | "åäö"                       | /sender               | invalid-address
            senderMessageId      | 1                           | /senderMessageId      | wrong-type
            senderMessageId      | ""                          | /senderMessageId      | too-short
            senderMessageId      | "a\\nb"                     | /senderMessageId      | invalid-character
            type                 | null                        | /type                 | missing
            type                 | {}                          | /type                 | wrong-type
            type                 | "no uri"                    | /type                 | invalid-uri
            type                 | "relative"                  | /type                 | invalid-uri
            conversationId       | []                          | /conversationId       | wrong-type
            conversationId       | "\\ud800"                   | /conversationId       | invalid-character
            refToMessageId       | true                        | /refToMessageId       | wrong-type
            caseId               | 1                           | /caseId               | wrong-type
            onBehalfOf           | "a b"                       | /onBehalfOf           | invalid-address
            label                | []                          | /label                | wrong-type
            confidentiality      | 1                           | /confidentiality      | wrong-type
            confidentialityLevel | "1"                         | /confidentialityLevel | wrong-type
            confidentialityLevel | 1.5                         | /confidentialityLevel | wrong-type
            confidentialityLevel | -1                          | /confidentialityLevel | out-of-range
            confidentialityLevel | 99999999999999999999        | /confidentialityLevel | out-of-range
            priority             | "SOON"                      | /priority             | not-in-list
            priority             | "UNKNOWN"                   | /priority             | not-in-list
            priority             | 1                           | /priority             | wrong-type
            notBefore            | "tomorrow"                  | /notBefore            | invalid-time
            notBefore            | 1                           | /notBefore            | wrong-type
            notBefore            | "2026-12-01T00:00:00Z"      | /notBefore            | too-far
            expiresAt            | "2026-13-01T00:00:00Z"      | /expiresAt            | invalid-time
            expiresAt            | "2026-06-01T11:59:59Z"      | /expiresAt            | in-the-past
            expiresAt            | "2026-08-01T00:00:00Z"      | /expiresAt            | too-far
            contentType          | null                        | /contentType          | missing
            contentType          | 1                           | /contentType          | wrong-type
            contentType          | "text"                      | /contentType          | invalid-media-type
            contentType          | "text/plain; x"             | /contentType          | invalid-media-type
            contentText          | null                        | /content              | missing
            contentText          | ""                          | /contentText          | too-short
            contentText          | 1                           | /contentText          | wrong-type
            contentText          | "\\udc00"                   | /contentText          | invalid-character
            content              | "aGVq"                      | /contentText          | both-contents
            content              | "a b"                       | /content              | invalid-base64
            content              | 1                           | /content              | wrong-type
            senderSignature      | 1                           | /senderSignature      | wrong-type
            senderSignature      | "a.b.c"                     | /senderSignature      | invalid-signature
            senderSignature      | "e30..AA"                   | /senderSignature      | invalid-signature
            extra                | 1                           | /extra                | unknown-field
            a/b~c                | 1                           | /a~1b~0c              | unknown-field
            """)
    void oneFault(String field, String value, String pointer, String code) throws Exception {
        var body = good().put(field, "@@").toString().replace("\"@@\"", value);

        var issues = refusal(parse(body)).issues();

        assertThat(issues)
                .extracting(Issue::pointer, Issue::code)
                .contains(org.assertj.core.groups.Tuple.tuple(pointer, code));
    }

    @ParameterizedTest
    @CsvSource({
        "senderMessageId, 128",
        "conversationId, 128",
        "refToMessageId, 128",
        "caseId, 1024",
        "label, 1024",
        "sender, 255",
        "onBehalfOf, 255",
        "contentType, 255",
        "type, 1024"
    })
    void longestAndTooLong(String field, int longest) {
        var issues = refusal(parse(good().put(field, "a".repeat(longest + 1)).toString()))
                .issues();

        assertThat(issues)
                .extracting(Issue::pointer, Issue::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("/" + field, "too-long"));
    }

    @Test
    void fiveHundredRecipientsAndNoMore() {
        var some = good();
        var recipients = some.putArray("recipients");
        IntStream.range(0, 500).forEach(i -> recipients.add("a:" + i));
        assertThat(parse(some.toString()).orRefuse().recipients()).hasSize(500);

        recipients.add("one:more");
        assertThat(refusal(parse(some.toString())).issues())
                .extracting(Issue::code)
                .containsExactly("too-many");
    }

    @Test
    void expiryComesAfterRelease() {
        var body = good().put("notBefore", "2026-06-05T00:00:00Z").put("expiresAt", "2026-06-04T00:00:00Z");

        assertThat(refusal(parse(body.toString())).issues())
                .extracting(Issue::code)
                .containsExactly("before-not-before");
    }

    @Test
    void duplicateKeysAreNamed() {
        var body = good().toString().replace("\"type\":", "\"type\": \"urn:a:b\", \"type\":");

        assertThat(refusal(parse(body)).issues())
                .containsExactly(new Issue("/type", "duplicate-key", "The key is there more than once."));
    }

    @Test
    void allFaultsAreNamedAndNoneOfTheValues() {
        var body =
                "{\"recipients\": [\"%1$s\"], \"sender\": \"%1$s\", \"type\": \"%1$s\", \"priority\": \"%1$s\", \"notBefore\": \"%1$s\", \"content\": \"%1$s\", \"contentType\": \"%1$s\"}"
                        .formatted(CANARY);

        var refusal = refusal(parse(body));

        assertThat(refusal.issues())
                .extracting(Issue::pointer)
                .containsExactlyInAnyOrder(
                        "/recipients/0", "/sender", "/type", "/priority", "/notBefore", "/content", "/contentType");
        assertThat(refusal.toString()).doesNotContain(CANARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "null",
                "1",
                "\"a\"",
                "{}x",
                "{} {}",
                "{\"a\":}",
                "{\"a\": 01}",
                "{'a': 1}",
                "{\"a\": NaN}",
                "// c\n{}"
            })
    void whatIsNotOneObjectIsRefused(String body) {
        assertThat(refusal(parse(body)).code().code()).isEqualTo("malformed-json");
    }

    @Test
    void nestingIsBounded() {
        var deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(refusal(parse(deep)).issues()).extracting(Issue::code).containsExactly("too-complex");
    }

    @Test
    void onlyUtf8IsRead() {
        var latin1 = good().put("label", "å").toString().getBytes(StandardCharsets.ISO_8859_1);
        var utf16 = good().toString().getBytes(StandardCharsets.UTF_16LE);

        assertThat(refusal(JsonMessages.parse(latin1, NOW)).issues())
                .extracting(Issue::code)
                .containsExactly("not-utf-8");
        assertThat(refusal(JsonMessages.parse(utf16, NOW)).code().code()).isEqualTo("malformed-json");
    }

    @Test
    void contentOfAMebibyteAndNoMore() {
        var body = good();
        body.remove("contentText");
        var largest = new byte[1024 * 1024];
        assertThat(parse(body.put("content", Base64.getEncoder().encodeToString(largest))
                                .toString())
                        .orRefuse()
                        .content())
                .hasSize(largest.length);

        var tooLarge = refusal(parse(body.put("content", Base64.getEncoder().encodeToString(new byte[1024 * 1024 + 1]))
                .toString()));

        assertThat(tooLarge.code().code()).isEqualTo("content-too-large");
        assertThat(tooLarge.issues()).extracting(Issue::pointer).containsExactly("/content");
    }

    @Test
    void manyFaultsAreCut() {
        var body =
                IntStream.range(0, 5000).mapToObj(i -> "\"f" + i + "\": 1").collect(Collectors.joining(",", "{", "}"));

        assertThat(refusal(parse(body)).issues()).hasSize(100);
    }

    @Test
    void aRequestNamesNoContent() {
        var request = parse(good().put("label", CANARY)
                        .put("caseId", CANARY)
                        .put("contentText", CANARY)
                        .toString())
                .orRefuse();

        assertThat(request.toString()).doesNotContain(CANARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "å", "a\tb"})
    void keysThatAreRefused(String key) {
        assertThat(MessageRules.idempotencyKey(key)).isInstanceOf(Parsed.Invalid.class);
    }

    @Test
    void aKeyHasUpTo128Characters() {
        assertThat(MessageRules.idempotencyKey("k".repeat(128))).isInstanceOf(Parsed.Valid.class);
        assertThat(MessageRules.idempotencyKey("k".repeat(129))).isInstanceOf(Parsed.Invalid.class);
        assertThat(MessageRules.idempotencyKey(null).orRefuse()).isEmpty();
    }
}
