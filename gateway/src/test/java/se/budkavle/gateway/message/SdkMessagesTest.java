package se.budkavle.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.Refusal;

class SdkMessagesTest {

    private static final String HEADER = "/messagePayload/message/messageHeader";

    /** Written by the project in DIGG's format. */
    private static final String DOCUMENT = """
            <m:messagePayload xmlns:m="urn:riv:infrastructure:messaging:MessageWithAttachments:3">
              <m:message>
                <m:messageHeader>
                  <m:creationDateTime>2026-01-31T12:00:00.000Z</m:creationDateTime>
                  <m:messageId>0e4ad3f0-3c5e-4c1b-9f7e-1f6f0a0c7a11</m:messageId>
                  <m:conversationId>6a1c7d52-6f0e-4f57-8a51-0a3f6f1b2c22</m:conversationId>
                  <m:label>Räksmörgås</m:label>
                  <m:confidentiality>true</m:confidentiality>
                  <m:generatingSystem><m:root>any</m:root><m:extension>thing</m:extension></m:generatingSystem>
                  <m:recipient>
                    <m:recipientID><m:root>iso6523-actorid-upis</m:root><m:extension>0203:kommun.se</m:extension></m:recipientID>
                    <m:attention>
                      <m:person><m:personId><m:root>any</m:root><m:extension>someone</m:extension></m:personId></m:person>
                      <m:subOrganization><m:organizationId><m:root>urn:riv:infrastructure:messaging:functionalAddress</m:root><m:extension>Skola.0203:kommun.se</m:extension></m:organizationId></m:subOrganization>
                    </m:attention>
                  </m:recipient>
                  <m:sender>
                    <m:senderID><m:root>iso6523-actorid-upis</m:root><m:extension>0203:Region.se</m:extension></m:senderID>
                  </m:sender>
                </m:messageHeader>
                <m:messageBody>
                  <m:documents><m:documentID>d</m:documentID><m:ContentText><m:characterSequence>Hej</m:characterSequence></m:ContentText></m:documents>
                </m:messageBody>
              </m:message>
            </m:messagePayload>
            """;

    private static Parsed<MessageRequest> parse(String document) {
        return SdkMessages.parse(document.getBytes(StandardCharsets.UTF_8), "application/xml");
    }

    private static Refusal refusal(Parsed<MessageRequest> parsed) {
        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        return ((Parsed.Invalid<MessageRequest>) parsed).refusal();
    }

    private static byte[] bytes(String text, Charset charset, int... bom) {
        var bytes = new ByteArrayOutputStream();
        for (int each : bom) {
            bytes.write(each);
        }
        bytes.writeBytes(text.getBytes(charset));
        return bytes.toByteArray();
    }

    @Test
    void theHeaderIsRead() {
        var request = parse(DOCUMENT).orRefuse();

        assertThat(request.recipients()).containsExactly("skola.0203:kommun.se");
        assertThat(request.sender()).isEqualTo("0203:region.se");
        assertThat(request.organisation()).isEqualTo("0203:region.se");
        assertThat(request.type()).isEqualTo(SdkMessages.NAMESPACE);
        assertThat(request.senderMessageId()).isEqualTo("0e4ad3f0-3c5e-4c1b-9f7e-1f6f0a0c7a11");
        assertThat(request.conversationId()).isEqualTo("6a1c7d52-6f0e-4f57-8a51-0a3f6f1b2c22");
        assertThat(request.label()).isEqualTo("Räksmörgås");
        assertThat(request.confidentiality()).isTrue();
    }

    @Test
    void theBytesAreTheContentWhateverTheEncoding() {
        var utf16 = bytes("<?xml version='1.0' encoding='UTF-16'?>" + DOCUMENT, StandardCharsets.UTF_16BE, 0xFE, 0xFF);
        var little = bytes(DOCUMENT, StandardCharsets.UTF_16LE, 0xFF, 0xFE);
        var marked = bytes(DOCUMENT, StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF);
        var latin1 = bytes("<?xml version='1.0' encoding='ISO-8859-1'?>" + DOCUMENT, StandardCharsets.ISO_8859_1);

        for (var document : new byte[][] {utf16, little, marked, latin1}) {
            var request = SdkMessages.parse(document, "application/xml").orRefuse();
            assertThat(request.label()).isEqualTo("Räksmörgås");
            assertThat(request.content()).isEqualTo(document);
        }
    }

    @Test
    void anEncodingThatIsNotTheDeclaredOneIsRefused() {
        var latin1AsUtf8 = bytes("<?xml version='1.0' encoding='UTF-8'?>" + DOCUMENT, StandardCharsets.ISO_8859_1);
        var utf8AsUtf16 = bytes("<?xml version='1.0' encoding='UTF-16'?>" + DOCUMENT, StandardCharsets.UTF_8);
        var unknown = bytes("<?xml version='1.0' encoding='klingon'?>" + DOCUMENT, StandardCharsets.UTF_8);

        for (var document : new byte[][] {latin1AsUtf8, utf8AsUtf16, unknown}) {
            assertThat(refusal(SdkMessages.parse(document, "application/xml"))
                            .code()
                            .code())
                    .isEqualTo("malformed-xml");
        }
    }

    @ParameterizedTest(name = "{0} -> {3} at {2}")
    @CsvSource(delimiter = '|', textBlock = """
            <m:creationDateTime>2026-01-31T12:00:00.000Z</m:creationDateTime> | '' | /creationDateTime | missing
            2026-01-31T12:00:00.000Z                   | yesterday   | /creationDateTime         | invalid-time
            0e4ad3f0-3c5e-4c1b-9f7e-1f6f0a0c7a11       | 17          | /messageId                | invalid-uuid
            <m:messageId>                              | <m:messageId>0e4ad3f0-3c5e-4c1b-9f7e-1f6f0a0c7a11</m:messageId><m:messageId> | /messageId | duplicate-element
            6a1c7d52-6f0e-4f57-8a51-0a3f6f1b2c22       | ''          | /conversationId           | missing
            6a1c7d52                                   | 6a1c7d5     | /conversationId           | invalid-uuid
            <m:label>                                  | <m:refToMessageId>x</m:refToMessageId><m:label> | /refToMessageId | invalid-uuid
            <m:confidentiality>true                    | <m:confidentiality>maybe | /confidentiality | wrong-type
            <m:recipientID><m:root>iso6523-actorid-upis | <m:recipientID><m:root>other | /recipient/recipientID/root | wrong-scheme
            <m:senderID><m:root>iso6523-actorid-upis   | <m:senderID><m:root>other | /sender/senderID/root | wrong-scheme
            urn:riv:infrastructure:messaging:functionalAddress | urn:x | /recipient/attention/subOrganization/organizationId/root | wrong-scheme
            Skola.0203:kommun.se                       | a/b         | /recipient/attention/subOrganization/organizationId/extension | invalid-address
            0203:Region.se                             | ''          | /sender/senderID/extension | missing
            0203:Region.se                             | a..b        | /sender/senderID/extension | invalid-address
            """)
    void oneFault(String old, String replacement, String path, String code) {
        var document = DOCUMENT.replace(old, replacement);
        assertThat(document).isNotEqualTo(DOCUMENT);

        assertThat(refusal(parse(document)).issues())
                .extracting(Issue::pointer, Issue::code)
                .contains(tuple(HEADER + path, code));
    }

    @Test
    void labelsAreBounded() {
        var issues =
                refusal(parse(DOCUMENT.replace("Räksmörgås", "x".repeat(2000)))).issues();

        assertThat(issues)
                .extracting(Issue::pointer, Issue::code)
                .containsExactly(tuple(HEADER + "/label", "too-long"));
    }

    @Test
    void anotherRootIsRefused() {
        assertThat(refusal(parse("<a/>")).issues()).extracting(Issue::code).contains("wrong-namespace", "missing");
        assertThat(refusal(parse(DOCUMENT.replace("Attachments:3", "Attachments:2")))
                        .issues())
                .extracting(Issue::code)
                .contains("wrong-namespace");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a SYSTEM 'http://localhost:1/a.dtd'><a/>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
                "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://localhost:1/x'> %x;]><a/>",
                "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><a>&c;</a>"
            })
    void noDtdWhateverIsInIt(String document) {
        assertThat(refusal(parse(document)).code().code()).isEqualTo("xml-dtd-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "<a>",
                "<a></b>",
                "<a/><b/>",
                "<a>&undeclared;</a>",
                "<a b='1' b='2'/>",
                "{}",
                "<x:a/>",
                "<a>\u0001</a>"
            })
    void whatIsNotWellFormedIsRefused(String document) {
        assertThat(refusal(parse(document)).code().code()).isEqualTo("malformed-xml");
    }

    @Test
    void depthIsBounded() {
        assertThat(refusal(parse("<a>".repeat(10_000) + "</a>".repeat(10_000)))
                        .code()
                        .code())
                .isEqualTo("malformed-xml");
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < DOCUMENT.stripTrailing().length(); length += 13) {
            assertThat(parse(DOCUMENT.substring(0, length))).isInstanceOf(Parsed.Invalid.class);
        }
    }

    @Test
    void aDocumentOfMoreThanAMebibyteIsTooLarge() {
        assertThat(refusal(SdkMessages.parse(new byte[1024 * 1024 + 1], "application/xml"))
                        .code()
                        .code())
                .isEqualTo("content-too-large");
    }
}
