package se.budkavle.benchmarks.cases;

import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.http.Mark;

/** A document in the form of DIGG's XML schema MessageWithAttachments-3.0; made up. */
public final class SdkDocument {

    private static final String TEXT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <messagePayload xmlns="urn:riv:infrastructure:messaging:MessageWithAttachments:3"><message><messageHeader>
            <creationDateTime>2026-01-15T08:30:00Z</creationDateTime><messageId>{id}</messageId>
            <conversationId>00000000-0000-4000-8000-{conversation}</conversationId><label>Yttrande</label><confidentiality>false</confidentiality>
            <generatingSystem><root>budkavle</root><extension>benchmark</extension></generatingSystem>
            <recipient><recipientID><root>iso6523-actorid-upis</root><extension>{recipientOrganisation}</extension></recipientID>
            <attention><subOrganization><organizationId><root>urn:riv:infrastructure:messaging:functionalAddress</root>
            <extension>{recipient}</extension></organizationId></subOrganization></attention></recipient>
            <sender><senderID><root>iso6523-actorid-upis</root><extension>{senderOrganisation}</extension></senderID>
            <attention><subOrganization><organizationId><root>urn:riv:infrastructure:messaging:functionalAddress</root>
            <extension>{sender}</extension></organizationId></subOrganization></attention></sender>
            </messageHeader><messageBody><documents><documentID>1</documentID><documentName>Text</documentName><index>1</index>
            <ContentText><characterSequence>{text}</characterSequence></ContentText></documents></messageBody></message></messagePayload>
            """;

    private SdkDocument() {}

    /** A document of that many bytes; its message id is the mark. */
    public static String text(String sender, String recipient, int conversation, int bytes) {
        String empty = with(sender, recipient, conversation, "");
        return with(sender, recipient, conversation, "x".repeat(Math.max(1, bytes - empty.length())));
    }

    private static String with(String sender, String recipient, int conversation, String text) {
        return TEXT.replace("{id}", Mark.BLANK)
                .replace("{conversation}", "%012d".formatted(conversation))
                .replace("{recipientOrganisation}", Stage.RECIPIENT)
                .replace("{senderOrganisation}", Stage.SENDER)
                .replace("{recipient}", recipient)
                .replace("{sender}", sender)
                .replace("{text}", text);
    }
}
