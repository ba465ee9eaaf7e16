package se.budkavle.router.decision;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressKind;
import se.budkavle.schemas.avro.AddressStatus;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/** Ordinary things, to be changed where a test is about something else. */
public final class Fixtures {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final String SENDER_ORGANISATION = "0203:inera.se";
    public static final String SENDER = "sdk:utkorg:0203:inera.se";
    public static final String RECIPIENT_ORGANISATION = "0203:digg.se";
    public static final String RECIPIENT = "sdk:inkorg:0203:digg.se";
    public static final String TYPE = "urn:example:message";
    public static final String CONTENT = "the-secret-content";

    private Fixtures() {}

    public static Message.Builder message(String... recipients) {
        ByteBuffer content = bytes(CONTENT);
        return Message.newBuilder()
                .setMessageId(Ids.newId())
                .setSenderMessageId("own-1")
                .setOrganisation(SENDER_ORGANISATION)
                .setSender(SENDER)
                .setRecipients(List.of(recipients))
                .setType(TYPE)
                .setConversationId("conversation-1")
                .setLabel("the-secret-label")
                .setCaseId("the-secret-case")
                .setRequestDigest(digest("request"))
                .setExpiresAt(NOW.plus(Duration.ofDays(14)))
                .setAcceptedAt(NOW)
                .setContent(content)
                .setContentInfo(ContentRef.newBuilder()
                        .setSize(content.remaining())
                        .setDigest(digest(CONTENT))
                        .setContentType("text/plain")
                        .build())
                .setEnvelopeDigest(digest("envelope"));
    }

    public static Address.Builder address(String address, String organisation) {
        return Address.newBuilder()
                .setAddress(address)
                .setOrganisation(organisation)
                .setKind(AddressKind.FUNCTION)
                .setStatus(AddressStatus.ACTIVE)
                .setVersion(1)
                .setUpdatedAt(NOW)
                .setUpdatedBy(organisation);
    }

    public static Subscription.Builder subscription(String id, String organisation, String... types) {
        return Subscription.newBuilder()
                .setSubscriptionId(id)
                .setOrganisation(organisation)
                .setName("name")
                .setTypes(List.of(types))
                .setChannel(ChannelKind.WEBHOOK)
                .setUrl("https://example.org/hook?key=the-secret-query")
                .setStatus(SubscriptionStatus.ACTIVE)
                .setStatusSince(NOW)
                .setVerifiedAt(NOW)
                .setVersion(1)
                .setCreatedAt(NOW)
                .setUpdatedAt(NOW)
                .setUpdatedBy(organisation);
    }

    public static RegistryCommand.Builder command(RegistryCommandKind kind, String entityId, String organisation) {
        return RegistryCommand.newBuilder()
                .setCommandId(Ids.newId())
                .setReplyTo("gateway-1")
                .setKind(kind)
                .setEntityId(entityId)
                .setActorKind(ActorKind.SENDER)
                .setOrganisation(organisation)
                .setAt(NOW);
    }

    public static RegistryCommand.Builder put(Address address, String organisation) {
        return command(RegistryCommandKind.PUT_ADDRESS, address.getAddress(), organisation)
                .setAddress(address);
    }

    public static ByteBuffer digest(String text) {
        return ByteBuffer.wrap(Digests.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    public static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
