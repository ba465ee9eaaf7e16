package se.budkavle.e2e;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A document in DIGG's format {@code MessageWithAttachments:3}, written for these tests. */
record SdkDocument(String messageId, String conversationId, String xml) {

    static final String TYPE = "urn:riv:infrastructure:messaging:MessageWithAttachments:3";

    private static final String TEMPLATE = """
            <?xml version="1.0" encoding="@encoding@"?>
            <!-- Läggs i brevlådan så som det är skrivet. -->
            <sdk:messagePayload xmlns:sdk="urn:riv:infrastructure:messaging:MessageWithAttachments:3">
              <sdk:message>
                <sdk:messageHeader>
                  <sdk:creationDateTime>2026-03-01T09:30:00.000Z</sdk:creationDateTime>
                  <sdk:messageId>@messageId@</sdk:messageId>
                  <sdk:conversationId>@conversationId@</sdk:conversationId>
                  <sdk:label>Begäran om yttrande</sdk:label>
                  <sdk:confidentiality>false</sdk:confidentiality>
                  <sdk:generatingSystem>
                    <sdk:root>un-encoded</sdk:root>
                    <sdk:extension>e2e</sdk:extension>
                  </sdk:generatingSystem>
                  <sdk:recipient>
                    <sdk:recipientID>
                      <sdk:root>iso6523-actorid-upis</sdk:root>
                      <sdk:extension>@recipientOrganisation@</sdk:extension>
                    </sdk:recipientID>
                    <sdk:attention>
                      <sdk:subOrganization>
                        <sdk:organizationId>
                          <sdk:root>urn:riv:infrastructure:messaging:functionalAddress</sdk:root>
                          <sdk:extension>@recipient@</sdk:extension>
                        </sdk:organizationId>
                      </sdk:subOrganization>
                    </sdk:attention>
                  </sdk:recipient>
                  <sdk:sender>
                    <sdk:senderID>
                      <sdk:root>iso6523-actorid-upis</sdk:root>
                      <sdk:extension>@senderOrganisation@</sdk:extension>
                    </sdk:senderID>
                    <sdk:attention>
                      <sdk:subOrganization>
                        <sdk:organizationId>
                          <sdk:root>urn:riv:infrastructure:messaging:functionalAddress</sdk:root>
                          <sdk:extension>@sender@</sdk:extension>
                        </sdk:organizationId>
                      </sdk:subOrganization>
                    </sdk:attention>
                  </sdk:sender>
                </sdk:messageHeader>
                <sdk:messageBody>
                  <sdk:documents>
                    <sdk:documentID>yttrande</sdk:documentID>
                    <sdk:documentName>Yttrande</sdk:documentName>
                    <sdk:index>1</sdk:index>
                    <sdk:ContentText>
                      <sdk:characterSequence>Å, ä och ö — och 🐎 — kommer fram.</sdk:characterSequence>
                    </sdk:ContentText>
                  </sdk:documents>
                </sdk:messageBody>
              </sdk:message>
            </sdk:messagePayload>
            """;

    /** A document from one agency's first address to another's. */
    static SdkDocument between(Agency sender, Agency recipient) {
        var messageId = UUID.randomUUID().toString();
        var conversationId = UUID.randomUUID().toString();
        var xml = TEMPLATE.replace("@messageId@", messageId)
                .replace("@conversationId@", conversationId)
                .replace("@recipientOrganisation@", recipient.organisation())
                .replace("@recipient@", recipient.address())
                .replace("@senderOrganisation@", sender.organisation())
                .replace("@sender@", sender.address());
        return new SdkDocument(messageId, conversationId, xml);
    }

    /** The same, with one thing put in place of another that must be there. */
    SdkDocument with(String there, String instead) {
        if (!xml.contains(there)) {
            throw new IllegalArgumentException("not in the document: " + there);
        }
        return new SdkDocument(messageId, conversationId, xml.replace(there, instead));
    }

    byte[] utf8() {
        return in(StandardCharsets.UTF_8, "UTF-8");
    }

    /** With a byte order mark, which Java writes big-endian. */
    byte[] utf16() {
        return in(StandardCharsets.UTF_16, "UTF-16");
    }

    /** In an encoding, whatever it declares. */
    byte[] in(Charset charset, String declared) {
        return xml.replace("@encoding@", declared).getBytes(charset);
    }
}
