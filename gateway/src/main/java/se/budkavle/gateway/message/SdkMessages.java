package se.budkavle.gateway.message;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.exc.WstxIOException;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.address.AddressSyntax;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.avro.Intake;

/**
 * Reads DIGG's SDK document, {@code MessageWithAttachments:3}: only its header is looked at, and the bytes are the
 * content, untouched. One pass, without a tree; a DTD ends it, so no entity is ever expanded or fetched; depth, counts
 * and sizes are bounded. The encoding is what XML 1.0, appendix F, finds.
 *
 * <p>Format: the XML schema {@code MessageWithAttachments-3.0.xsd} of the Swedish SDK specification.
 */
public final class SdkMessages {

    /** The namespace that the document has, which is the message's type. */
    public static final String NAMESPACE = "urn:riv:infrastructure:messaging:MessageWithAttachments:3";

    /** Where the document names the organisation that sends. */
    public static final String SENDER_ORGANISATION = Paths.SENDER + "/senderID/extension";

    /** Where the document names the receiving address. */
    public static final String RECIPIENT_ADDRESS = Paths.RECIPIENT + Paths.FUNCTION + "/extension";

    /** Where the document names the sending address. */
    public static final String SENDER_ADDRESS = Paths.SENDER + Paths.FUNCTION + "/extension";

    private static final String PARTICIPANT_SCHEME = "iso6523-actorid-upis";
    private static final String FUNCTION_SCHEME = "urn:riv:infrastructure:messaging:functionalAddress";
    private static final int LONGEST_TEXT = 1024;
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final XMLInputFactory FACTORY = factory();

    /** XPaths of what is looked at. */
    private static final class Paths {
        static final String ROOT = "/messagePayload";
        static final String HEADER = ROOT + "/message/messageHeader";
        static final String BODY = ROOT + "/message/messageBody";
        static final String DOCUMENTS = BODY + "/documents";
        static final String CREATED = HEADER + "/creationDateTime";
        static final String MESSAGE_ID = HEADER + "/messageId";
        static final String CONVERSATION_ID = HEADER + "/conversationId";
        static final String REF_TO_MESSAGE_ID = HEADER + "/refToMessageId";
        static final String LABEL = HEADER + "/label";
        static final String CONFIDENTIALITY = HEADER + "/confidentiality";
        static final String RECIPIENT = HEADER + "/recipient";
        static final String SENDER = HEADER + "/sender";
        static final String FUNCTION = "/attention/subOrganization/organizationId";

        static final Set<String> TEXTS = Set.of(
                CREATED,
                MESSAGE_ID,
                CONVERSATION_ID,
                REF_TO_MESSAGE_ID,
                LABEL,
                CONFIDENTIALITY,
                RECIPIENT + "/recipientID/root",
                RECIPIENT + "/recipientID/extension",
                RECIPIENT + FUNCTION + "/root",
                RECIPIENT + FUNCTION + "/extension",
                SENDER + "/senderID/root",
                SENDER + "/senderID/extension",
                SENDER + FUNCTION + "/root",
                SENDER + FUNCTION + "/extension");

        private Paths() {}
    }

    private final Issues issues = new Issues();
    private final Map<String, String> texts = new HashMap<>();
    private boolean hasDocuments;

    private SdkMessages() {}

    /**
     * {@return the message, or all that is wrong with it}
     *
     * @param contentType the media type it was sent as
     */
    public static Parsed<MessageRequest> parse(byte[] document, String contentType) {
        if (document.length == 0) {
            return malformed("empty-body", "The body is empty.");
        }
        if (document.length > MessageRules.LARGEST_CONTENT) {
            return MessageRules.tooLarge("/");
        }
        try {
            var reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                var message = new SdkMessages();
                return message.read(reader) ? message.toRequest(document, contentType) : dtd();
            } finally {
                reader.close();
            }
        } catch (WstxIOException e) {
            return malformed(
                    "undecodable", "The bytes are not in the encoding that the document declares, or it is unknown.");
        } catch (XMLStreamException e) {
            var at = e.getLocation();
            var where = at == null ? "" : " at line " + at.getLineNumber() + ", column " + at.getColumnNumber();
            return malformed("malformed-xml", "The XML ends early, is malformed, or beyond the limits" + where + ".");
        }
    }

    @SuppressWarnings("deprecation") // lazy parsing: its default may change, and what replaces it is not there yet
    private static XMLInputFactory factory() {
        var factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // Faults shall be thrown where they are met, not by an innocent getter later.
        factory.setProperty(WstxInputProperties.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, 64);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 64);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, 64 * 1024);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, 100_000L);
        return factory;
    }

    private static <T> Parsed<T> malformed(String code, String detail) {
        return new Parsed.Invalid<>(Refusal.of(ProblemCode.MALFORMED_XML, new Issue("/", code, detail)));
    }

    private static <T> Parsed<T> dtd() {
        var code = ProblemCode.XML_DTD_NOT_ALLOWED;
        return new Parsed.Invalid<>(Refusal.of(code, new Issue("/", code.code(), code.help())));
    }

    /** {@return false at a DTD} */
    private boolean read(XMLStreamReader reader) throws XMLStreamException {
        var path = new StringBuilder();
        var text = new StringBuilder();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD -> {
                    return false;
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    var name = name(reader, path.isEmpty());
                    path.append('/').append(name);
                    text.setLength(0);
                    hasDocuments |= Paths.DOCUMENTS.contentEquals(path);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (text.length() <= LONGEST_TEXT) {
                        int more = Math.min(reader.getTextLength(), LONGEST_TEXT + 1 - text.length());
                        text.append(reader.getTextCharacters(), reader.getTextStart(), more);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    note(path.toString(), text.toString());
                    text.setLength(0);
                    path.setLength(path.lastIndexOf("/"));
                }
                default -> {
                    // Comments and processing instructions say nothing to us.
                }
            }
        }
        return true;
    }

    private String name(XMLStreamReader reader, boolean isRoot) {
        if (NAMESPACE.equals(reader.getNamespaceURI())) {
            return reader.getLocalName();
        }
        if (isRoot) {
            issues.add(Paths.ROOT, "wrong-namespace", "The root is not messagePayload of " + NAMESPACE + ".");
        }
        // Another namespace's elements are allowed where they like, and are not ours to read.
        return "*";
    }

    private void note(String path, String text) {
        if (!Paths.TEXTS.contains(path)) {
            return;
        }
        if (text.length() > LONGEST_TEXT) {
            issues.add(path, "too-long", "At most " + LONGEST_TEXT + " characters.");
        }
        if (texts.putIfAbsent(path, text.strip()) != null) {
            issues.add(path, "duplicate-element", "The element is there more than once.");
        }
    }

    private Parsed<MessageRequest> toRequest(byte[] document, String contentType) {
        time(Paths.CREATED);
        var messageId = required(Paths.MESSAGE_ID);
        uuid(Paths.MESSAGE_ID);
        var conversationId = required(Paths.CONVERSATION_ID);
        uuid(Paths.CONVERSATION_ID);
        uuid(Paths.REF_TO_MESSAGE_ID);
        var confidentiality = flag(Paths.CONFIDENTIALITY);
        var recipient = party(Paths.RECIPIENT, "/recipientID");
        var organisation = required(SENDER_ORGANISATION);
        var sender = party(Paths.SENDER, "/senderID");
        if (!hasDocuments) {
            issues.add(Paths.DOCUMENTS, "missing", "The element is missing.");
        }
        var folded = AddressSyntax.fold(organisation);
        return Parsed.unless(
                issues,
                () -> new MessageRequest(
                        Intake.SDK_XML,
                        folded,
                        List.of(recipient),
                        true,
                        sender,
                        messageId,
                        NAMESPACE,
                        conversationId,
                        optional(Paths.REF_TO_MESSAGE_ID),
                        null,
                        null,
                        optional(Paths.LABEL),
                        confidentiality,
                        null,
                        null,
                        null,
                        null,
                        contentType,
                        document,
                        null,
                        null));
    }

    private @Nullable String optional(String path) {
        var text = texts.get(path);
        return text == null || text.isEmpty() ? null : text;
    }

    private String required(String path) {
        var text = optional(path);
        if (text == null) {
            issues.add(path, "missing", "The element is missing or empty.");
            return "";
        }
        return text;
    }

    private void uuid(String path) {
        var text = optional(path);
        if (text != null && !UUID_FORM.matcher(text).matches()) {
            issues.add(path, "invalid-uuid", "Not a UUID.");
        }
    }

    private void time(String path) {
        var text = required(path);
        if (text.isEmpty()) {
            return;
        }
        if (!isDateTime(text)) {
            issues.add(path, "invalid-time", "Not a time, such as 2026-01-31T12:00:00Z.");
        }
    }

    /** {@return whether it is an xs:dateTime, which has an offset or none} */
    private static boolean isDateTime(String text) {
        try {
            var time = DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return time != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private boolean flag(String path) {
        return switch (required(path)) {
            case "true", "1" -> true;
            case "false", "0", "" -> false;
            default -> {
                issues.add(path, "wrong-type", "Must be true or false.");
                yield false;
            }
        };
    }

    /** {@return the function's address, or where there is none the participant's} */
    private String party(String party, String participant) {
        scheme(party + participant + "/root", PARTICIPANT_SCHEME);
        var organisation = party + participant + "/extension";
        var function = party + Paths.FUNCTION + "/extension";
        if (optional(function) != null) {
            scheme(party + Paths.FUNCTION + "/root", FUNCTION_SCHEME);
            address(required(organisation), organisation);
            return address(required(function), function);
        }
        return address(required(organisation), organisation);
    }

    private void scheme(String path, String wanted) {
        if (!required(path).equals(wanted) && optional(path) != null) {
            issues.add(path, "wrong-scheme", "Must be " + wanted + ".");
        }
    }

    private String address(String text, String path) {
        var address = AddressSyntax.fold(text);
        if (address == null && !text.isEmpty()) {
            issues.add(path, AddressSyntax.CODE, AddressSyntax.DETAIL);
        }
        return address == null ? "" : address;
    }
}
