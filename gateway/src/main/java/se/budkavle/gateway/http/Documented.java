package se.budkavle.gateway.http;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Request bodies as the API's description shows them; they are read by parsers that name every fault. */
final class Documented {

    private Documented() {}

    /** A message. Exactly one of content and contentText. */
    @Schema(name = "Message")
    record MessageBody(
            List<String> recipients,
            @Nullable Boolean allOrNothing,
            @Nullable String sender,
            @Nullable String senderMessageId,
            String type,
            @Nullable String conversationId,
            @Nullable String refToMessageId,
            @Nullable String caseId,
            @Nullable String onBehalfOf,
            @Nullable String label,
            @Nullable Boolean confidentiality,
            @Nullable Integer confidentialityLevel,

            @Schema(description = "EXPRESS, NORMAL, BULK") @Nullable String priority,

            @Nullable Instant notBefore,
            @Nullable Instant expiresAt,

            @Schema(
                    description =
                            "A media type. application/jose: the content is a JWE in compact form (RFC 7516; RSA-OAEP-256 or ECDH-ES+A256KW, A256GCM) to the recipient's key that kid names; it says its own type in cty.")
            String contentType,

            @Schema(format = "byte") @Nullable String content,
            @Nullable String contentText,

            @Schema(
                    description =
                            "The sender's signature of the content as it is sent: a JWS in compact form with detached content (RFC 7515, appendix F; EdDSA, ES256 or PS256, with kid). It is carried to the recipient, who verifies it.")
            @Nullable String senderSignature) {}

    /** A line of a batch: a message with its key. */
    @Schema(name = "MessageLine")
    record MessageLineBody(
            @Nullable String idempotencyKey,
            List<String> recipients,
            @Nullable Boolean allOrNothing,
            @Nullable String sender,
            @Nullable String senderMessageId,
            String type,
            @Nullable String conversationId,
            @Nullable String refToMessageId,
            @Nullable String caseId,
            @Nullable String onBehalfOf,
            @Nullable String label,
            @Nullable Boolean confidentiality,
            @Nullable Integer confidentialityLevel,

            @Schema(description = "EXPRESS, NORMAL, BULK") @Nullable String priority,

            @Nullable Instant notBefore,
            @Nullable Instant expiresAt,

            @Schema(
                    description =
                            "A media type. application/jose: the content is a JWE in compact form (RFC 7516; RSA-OAEP-256 or ECDH-ES+A256KW, A256GCM) to the recipient's key that kid names; it says its own type in cty.")
            String contentType,

            @Schema(format = "byte") @Nullable String content,
            @Nullable String contentText,

            @Schema(
                    description =
                            "The sender's signature of the content as it is sent: a JWS in compact form with detached content (RFC 7515, appendix F; EdDSA, ES256 or PS256, with kid). It is carried to the recipient, who verifies it.")
            @Nullable String senderSignature) {}

    /** An address. */
    @Schema(name = "Address")
    record AddressBody(
            @Nullable String organisation,

            @Schema(description = "ORGANISATION, FUNCTION, COMPANY, PERSON") @Nullable String kind,

            @Nullable String displayName,
            @Nullable List<String> acceptedTypes,

            @Schema(description = "ACTIVE, SUSPENDED") @Nullable String status,

            @Nullable Instant validFrom,
            @Nullable Instant validTo,
            @Nullable String movedTo,
            @Nullable Integer maxConfidentialityLevel,
            @Nullable Boolean requiresEncryption,

            @Schema(description = "Public keys, JWK (RFC 7517)") @Nullable List<Object> encryptionKeys,

            @Nullable List<RepresentativeBody> representatives,
            @Nullable List<String> deputies,
            @Nullable String contact,
            @Nullable String source,
            @Nullable String sourceVersion,

            @Schema(description = "As it was read, for an address that an operator suspended; changes nothing")
            @Nullable String statusReason) {}

    /** A line of an import: an address with its name. */
    @Schema(name = "AddressLine")
    record ImportLineBody(
            String address,

            @Schema(description = "Only if the entry has this version") @Nullable Long ifVersion,

            @Nullable String organisation,

            @Schema(description = "ORGANISATION, FUNCTION, COMPANY, PERSON") @Nullable String kind,

            @Nullable String displayName,
            @Nullable List<String> acceptedTypes,

            @Schema(description = "ACTIVE, SUSPENDED") @Nullable String status,

            @Nullable Instant validFrom,
            @Nullable Instant validTo,
            @Nullable String movedTo,
            @Nullable Integer maxConfidentialityLevel,
            @Nullable Boolean requiresEncryption,

            @Schema(description = "Public keys, JWK (RFC 7517)") @Nullable List<Object> encryptionKeys,

            @Nullable List<RepresentativeBody> representatives,
            @Nullable List<String> deputies,
            @Nullable String contact,
            @Nullable String source,
            @Nullable String sourceVersion,

            @Schema(description = "As it was read, for an address that an operator suspended; changes nothing")
            @Nullable String statusReason) {}

    /** Whose address is asked for. */
    @Schema(name = "PersonLookup")
    record PersonBody(
            @Schema(description = "Personal identity number or coordination number, twelve digits")
            String personalIdentityNumber) {}

    /** Who may act for an address. */
    @Schema(name = "Representative")
    record RepresentativeBody(
            String organisation,
            @Nullable List<String> types,
            @Nullable Instant validTo) {}

    /** A CloudEvent 1.0 in the JSON format; other members are extension attributes. */
    @Schema(name = "CloudEvent")
    record CloudEventBody(
            @Schema(description = "1.0") String specversion,

            @Schema(description = "With source it identifies the event: a repeat has the same")
            String id,

            @Schema(description = "URI reference") String source,

            @Schema(description = "Begins with your reversed domain, or is registered with you")
            String type,

            @Schema(description = "Events of a subject stay in order") @Nullable String subject,

            @Nullable Instant time,

            @Schema(description = "application/json unless stated") @Nullable String datacontenttype,

            @Schema(format = "uri") @Nullable String dataschema,

            @Schema(description = "Any JSON value; text, if datacontenttype is not JSON") @Nullable Object data,

            @Schema(name = "data_base64", description = "In place of data") @Nullable String dataBase64,

            @Schema(description = "Told to nobody before, at most 90 days ahead") @Nullable Instant notbefore) {}

    /** An event type. */
    @Schema(name = "EventType")
    record EventTypeBody(
            @Schema(description = "As in the path") @Nullable String type,

            @Schema(description = "The organisation that publishes it; yours, unless you are an operator") @Nullable String owner,

            @Nullable String description,

            @Schema(description = "Schema of the data: JSON Schema 2020-12 without references elsewhere, or Avro")
            @Nullable Object schema,

            @Schema(description = "application/schema+json (default), application/vnd.apache.avro+json") @Nullable String schemaType,

            @Schema(description = "PUBLIC, LIMITED") @Nullable String visibility,

            @Schema(description = "LIMITED: the organisations that may know of it") @Nullable List<String> audience,

            @Schema(description = "Ignored: If-Match demands a version") @Nullable Long version) {}

    /** A subscription. */
    @Schema(name = "NewSubscription")
    record SubscriptionBody(
            String name,
            List<String> types,

            @Schema(description = "CloudEvents Subscriptions filters: exact, prefix, suffix, all, any, not") @Nullable List<Object> filters,

            ChannelBody channel,

            @Schema(description = "BEST_EFFORT, STRICT") @Nullable String ordering,

            @Schema(description = "ISO 8601 durations") @Nullable List<String> retryLadder,

            @Nullable Integer maxPerSecond,
            @Nullable Integer maxInFlight,
            @Nullable Integer maxPayloadBytes,

            @Schema(description = "Whether the beginning of the endpoint's answers is kept, for GET …/attempts")
            @Nullable Boolean captureResponse,

            @Nullable String contact) {}

    /** How a subscriber is told. */
    @Schema(name = "Channel")
    record ChannelBody(
            @Schema(description = "WEBHOOK, TOPIC, PULL") String kind,

            @Schema(description = "WEBHOOK: where to") @Nullable String url,

            @Schema(description = "WEBHOOK: HMAC_SHA256, ED25519") @Nullable String signature,

            @Schema(description = "TOPIC: the Kafka principal that may read it, such as User:agency") @Nullable String principal,

            @Schema(description = "TOPIC: how many it gets; for good") @Nullable Integer partitions) {}

    /** How a signing secret is replaced. */
    @Schema(name = "Rotation")
    record RotationBody(
            @Schema(description = "ISO 8601 duration for which the former secret still signs") @Nullable String overlap,

            @Schema(description = "HMAC_SHA256, ED25519: how is signed from now on") @Nullable String signature) {}

    /** A recipient's answer. */
    @Schema(name = "Acknowledgement")
    record AcknowledgementBody(
            @Schema(description = "ACCEPTED, REJECTED") String outcome,

            @Nullable String code,

            @Schema(description = "SV, BV, SIG, OTHER") @Nullable String category,

            @Nullable String detail,
            @Nullable List<AcknowledgementIssueBody> issues) {}

    /** One fault a recipient found. */
    @Schema(name = "AcknowledgementIssue")
    record AcknowledgementIssueBody(
            @Nullable String pointer, String code, @Nullable String detail) {}

    /** What is replayed: dead letters, or the part of the feed between two times, or behind a cursor. */
    @Schema(name = "Replay")
    record ReplayBody(
            @Nullable List<String> deadLetterIds,
            @Nullable Instant from,
            @Nullable Instant to,

            @Schema(description = "A cursor of GET …/notifications") @Nullable String after) {}

    /** Whether to replay although it was replayed before. */
    @Schema(name = "Force")
    record ForceBody(@Nullable Boolean force) {}

    /** Why an organisation is suspended or resumed, a code. */
    @Schema(name = "Reason")
    record ReasonBody(@Nullable String reason) {}

    /** Which dead letters; what is left out does not matter. */
    @Schema(name = "DeadLetterFilter")
    record DeadLetterFilter(
            @Nullable String topic,

            @Schema(description = "COMMANDS, ROUTING, MAILBOX, MATCHING, PUSHING, VIEWS") @Nullable String stage,

            @Nullable Long partition,
            @Nullable Long offset,
            @Nullable String reason,
            @Nullable String organisation,
            @Nullable String messageId,
            @Nullable String recipient,
            @Nullable String subscriptionId,

            @Schema(description = "OPEN, REPLAYED, DISCARDED, EXPIRED; OPEN where nothing is forced") @Nullable String status,

            @Schema(description = "Tried at least so often") @Nullable Long attempts,

            @Schema(description = "Replayed at least so often") @Nullable Long replays,

            @Nullable Instant firstFrom,
            @Nullable Instant firstTo,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** A replay of all dead letters of a filter. */
    @Schema(name = "ReplayJob")
    record ReplayJobBody(
            DeadLetterFilter filter,

            @Schema(description = "1 to 1000, default 100") @Nullable Integer ratePerSecond,

            @Nullable Boolean force,
            @Nullable Boolean dryRun) {}

    /** A discard of all dead letters of a filter. */
    @Schema(name = "DiscardJob")
    record DiscardJobBody(
            DeadLetterFilter filter,
            String reason,

            @Schema(description = "1 to 1000, default 100") @Nullable Integer ratePerSecond,

            @Nullable Boolean dryRun) {}

    /** Why a subscription or address is suspended, a code; its owner sees it. */
    @Schema(name = "Suspension")
    record SuspensionBody(String reason) {}

    /** Why a dead letter is given up, a code. */
    @Schema(name = "Discard")
    record DiscardBody(String reason) {}
}
