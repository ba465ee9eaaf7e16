package se.budkavle.gateway.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.Subscription;

/**
 * A subscription as its owner sees it.
 *
 * @param id id
 * @param name name for people
 * @param types event types
 * @param filters CloudEvents Subscriptions filters, as they are asked for
 * @param channel how the subscriber is told
 * @param ordering BEST_EFFORT or STRICT
 * @param retryLadder ISO 8601 delays between attempts; empty: the installation's
 * @param maxPerSecond most pushes a second; null: no limit
 * @param maxInFlight most pushes under way; null: the installation's
 * @param maxPayloadBytes largest body; null: the installation's
 * @param captureResponse whether the beginning of the endpoint's answers is kept
 * @param contact for people
 * @param status PENDING, ACTIVE, PAUSED or SUSPENDED
 * @param statusReason why, a code
 * @param statusSince since when
 * @param createdAt first written
 * @param updatedAt last change
 * @param signingKeys what webhooks are signed with, newest first
 * @param secret the new signing secret, only in the answer to the request that made it
 */
public record SubscriptionView(
        String id,
        String name,
        List<String> types,
        List<Object> filters,
        ChannelView channel,
        String ordering,
        List<String> retryLadder,
        @Nullable Integer maxPerSecond,
        @Nullable Integer maxInFlight,
        @Nullable Integer maxPayloadBytes,
        boolean captureResponse,
        @Nullable String contact,
        String status,
        @Nullable String statusReason,
        Instant statusSince,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<SigningKeyView> signingKeys,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * How a subscriber is told; a kind has the fields that it needs.
     *
     * @param kind WEBHOOK, TOPIC or PULL
     * @param url WEBHOOK: where to
     * @param signature WEBHOOK: HMAC_SHA256 or ED25519, how the newest key signs
     * @param topic TOPIC: its name
     * @param principal TOPIC: who may read it
     * @param partitions TOPIC: how many were asked for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ChannelView(
            String kind,
            @Nullable String url,
            @Nullable String signature,
            @Nullable String topic,
            @Nullable String principal,
            @Nullable Integer partitions) {

        /** Names no URL. */
        @Override
        public String toString() {
            return "ChannelView[" + kind + "]";
        }
    }

    /**
     * A key that signs; never the secret itself.
     *
     * @param id id
     * @param signature HMAC_SHA256 or ED25519
     * @param publicKey ED25519: {@code whpk_<base64>}, with which anybody can verify
     * @param expiresAt when it signs no more; null: as long as it is not replaced
     */
    public record SigningKeyView(
            String id,
            String signature,
            @Nullable String publicKey,
            @Nullable Instant expiresAt) {}

    /** {@return the view of an entry, with the secret or without} */
    public static SubscriptionView of(Subscription entry, @Nullable String secret) {
        return new SubscriptionView(
                entry.getSubscriptionId(),
                entry.getName(),
                entry.getTypes(),
                filters(entry),
                channel(entry),
                entry.getOrdering().name(),
                entry.getRetryLadderMillis().stream()
                        .map(millis -> Duration.ofMillis(millis).toString())
                        .toList(),
                entry.getMaxPerSecond(),
                entry.getMaxInFlight(),
                entry.getMaxPayloadBytes(),
                entry.getCaptureResponse(),
                entry.getContact(),
                entry.getStatus().name(),
                entry.getStatusReason(),
                entry.getStatusSince(),
                entry.getCreatedAt(),
                entry.getUpdatedAt(),
                entry.getChannel() == ChannelKind.WEBHOOK ? signingKeys(entry) : null,
                secret);
    }

    private static List<Object> filters(Subscription entry) {
        var json = entry.getFilters();
        try {
            return json == null ? List.of() : JSON.readValue(json, new TypeReference<List<Object>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("filters are stored as JSON");
        }
    }

    private static ChannelView channel(Subscription entry) {
        boolean isWebhook = entry.getChannel() == ChannelKind.WEBHOOK;
        return new ChannelView(
                entry.getChannel().name(),
                entry.getUrl(),
                isWebhook && !entry.getSecrets().isEmpty()
                        ? SignatureAlgorithm.of(entry.getSecrets().getFirst().getAlgorithm())
                                .name()
                        : null,
                entry.getTopic(),
                entry.getPrincipal(),
                entry.getTopicPartitions());
    }

    private static List<SigningKeyView> signingKeys(Subscription entry) {
        return entry.getSecrets().stream()
                .map(secret -> new SigningKeyView(
                        secret.getId(),
                        SignatureAlgorithm.of(secret.getAlgorithm()).name(),
                        SigningSecrets.publicKey(secret),
                        secret.getExpiresAt()))
                .toList();
    }

    /** Names neither URL nor secret. */
    @Override
    public String toString() {
        return "SubscriptionView[" + id + ", " + status + "]";
    }
}
