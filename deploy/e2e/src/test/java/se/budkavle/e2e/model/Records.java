package se.budkavle.e2e.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressKind;
import se.budkavle.schemas.avro.AddressStatus;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.DeadLetterCommand;
import se.budkavle.schemas.avro.DeadLetterCommandKind;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.DeliveryKind;
import se.budkavle.schemas.avro.MailboxCommand;
import se.budkavle.schemas.avro.MailboxCommandKind;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageKind;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.OrganisationStatus;

/** What gateways write. */
final class Records {

    private static final String OPERATOR = "0203:operator.se";

    private Records() {}

    static Message.Builder message(String organisation, List<String> recipients, Instant now) {
        ByteBuffer content = ByteBuffer.wrap("content".getBytes(StandardCharsets.UTF_8));
        String id = Ids.newId();
        return Message.newBuilder()
                .setMessageId(id)
                .setOrganisation(organisation)
                .setSender(organisation)
                .setRecipients(recipients)
                .setType("urn:example:model")
                .setConversationId(id)
                .setRequestDigest(digest("request"))
                .setEnvelopeDigest(digest("envelope of " + id))
                .setAcceptedAt(now)
                .setExpiresAt(now)
                .setContent(content)
                .setContentInfo(ContentRef.newBuilder()
                        .setSize(content.remaining())
                        .setDigest(digest("content"))
                        .setContentType("text/plain")
                        .build());
    }

    static Message cancellation(Message of) {
        return Message.newBuilder(of)
                .setKind(MessageKind.CANCELLATION)
                .setContent(null)
                .build();
    }

    static Delivery recallOfNothing(Instant now) {
        Message nothing = message("0203:nobody.se", List.of(), now).build();
        return Delivery.newBuilder()
                .setKind(DeliveryKind.RECALL)
                .setDeliveryId(Ids.newId())
                .setMessageId(nothing.getMessageId())
                .setRecipient("nobody")
                .setRecipientOrganisation("")
                .setRequestedRecipient("nobody")
                .setAddressVersion(0)
                .setContentRef(nothing.getContentInfo())
                .setEnvelopeDigest(nothing.getEnvelopeDigest())
                .setAvailableAt(now)
                .setOrganisation(nothing.getOrganisation())
                .setSender(nothing.getSender())
                .setType(nothing.getType())
                .setConversationId(nothing.getConversationId())
                .setAcceptedAt(now)
                .setExpiresAt(now)
                .build();
    }

    static Address.Builder address(String address, String organisation, boolean active, Instant now) {
        return Address.newBuilder()
                .setAddress(address)
                .setOrganisation(organisation)
                .setKind(AddressKind.FUNCTION)
                .setStatus(active ? AddressStatus.ACTIVE : AddressStatus.SUSPENDED)
                .setVersion(1)
                .setUpdatedAt(now)
                .setUpdatedBy(organisation);
    }

    static Organisation organisation(String organisation, boolean suspended, Instant now) {
        return Organisation.newBuilder()
                .setOrganisation(organisation)
                .setStatus(suspended ? OrganisationStatus.SUSPENDED : OrganisationStatus.ACTIVE)
                .setUpdatedAt(now)
                .setUpdatedBy(OPERATOR)
                .build();
    }

    static MailboxCommand.Builder command(MailboxCommandKind kind, Delivery about, Instant now) {
        return MailboxCommand.newBuilder()
                .setCommandId(Ids.newId())
                .setReplyTo("gateway-1")
                .setKind(kind)
                .setRecipient(about.getRecipient())
                .setMessageId(about.getMessageId())
                .setOrganisation(about.getRecipientOrganisation())
                .setAt(now);
    }

    /** As the gateway makes it of what the views show. */
    static DeadLetterCommand command(DeadLetterCommandKind kind, TestRecord<byte[], byte[]> deadLetter, Instant now) {
        DeadLetter story = DeadLetter.from(deadLetter.headers());
        Map<String, ByteBuffer> headers = new HashMap<>();
        for (Header header : deadLetter.headers()) {
            headers.put(header.key(), ByteBuffer.wrap(header.value()));
        }
        return DeadLetterCommand.newBuilder()
                .setCommandId(Ids.newId())
                .setReplyTo("gateway-1")
                .setKind(kind)
                .setDeadLetterId(story.id())
                .setSourceTopic(story.sourceTopic())
                .setRecordKey(ByteBuffer.wrap(deadLetter.key()))
                .setRecordValue(ByteBuffer.wrap(deadLetter.value()))
                .setRecordHeaders(headers)
                .setMessageId(story.messageId())
                .setRecipient(story.recipient())
                .setOwnerOrganisation(story.organisation())
                .setOrganisation(OPERATOR)
                .setForce(true)
                .setAt(now)
                .build();
    }

    static ByteBuffer digest(String text) {
        return ByteBuffer.wrap(Digests.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }
}
