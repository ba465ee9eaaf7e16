package se.budkavle.notifier.dispatcher;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.Ordering;
import se.budkavle.schemas.avro.SigningSecret;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/** Subscriptions, notifications and settings to test with. */
final class Samples {

    static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    static final String ORGANISATION = "0203:a.se";
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final String CHALLENGE = "c-7f3a";

    private Samples() {}

    static DispatcherSettings settings() {
        return settings(16, 2048);
    }

    static DispatcherSettings settings(int maxInFlight, int maxOutstanding) {
        return settings(maxInFlight, maxOutstanding, 5, 4096);
    }

    /** As small as a test needs it. */
    static DispatcherSettings settings(int maxInFlight, int maxOutstanding, int breakerThreshold, int lanesRemembered) {
        return settings(maxInFlight, maxOutstanding, breakerThreshold, lanesRemembered, true, Duration.ofSeconds(20));
    }

    static DispatcherSettings settings(Duration timeout) {
        return settings(16, 2048, 5, 4096, true, timeout);
    }

    /** As in production: no endpoints on this machine. */
    static DispatcherSettings strictSettings() {
        return settings(16, 2048, 5, 4096, false, Duration.ofSeconds(20));
    }

    private static DispatcherSettings settings(
            int maxInFlight,
            int maxOutstanding,
            int breakerThreshold,
            int lanesRemembered,
            boolean allowLoopback,
            Duration timeout) {
        return new DispatcherSettings(
                true,
                "budkavle-dispatcher",
                ladder("10s 30s 1m 5m 10m 30m 1h 3h 6h 12h 12h"),
                0,
                Duration.ofHours(1),
                maxInFlight,
                maxOutstanding,
                Duration.ofMillis(250),
                0.5,
                breakerThreshold,
                Duration.ofDays(3),
                lanesRemembered,
                1 << 20,
                256,
                Duration.ofSeconds(1),
                timeout,
                4096,
                allowLoopback,
                false,
                Duration.ofMillis(10),
                Duration.ofMillis(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                1,
                0,
                Duration.ofMillis(100));
    }

    static List<Duration> ladder(String delays) {
        return List.of(delays.split(" ")).stream()
                .map(delay -> Duration.parse("PT" + delay))
                .toList();
    }

    static Subscription.Builder subscription(String id) {
        return Subscription.newBuilder()
                .setSubscriptionId(id)
                .setOrganisation(ORGANISATION)
                .setName("test")
                .setTypes(List.of("se.a.changed"))
                .setChannel(ChannelKind.WEBHOOK)
                .setUrl("https://hooks.example/in?token=canary")
                .setOrdering(Ordering.BEST_EFFORT)
                .setStatus(SubscriptionStatus.ACTIVE)
                .setStatusSince(START)
                .setSecrets(List.of(secret(SECRET)))
                .setVersion(1)
                .setCreatedAt(START)
                .setUpdatedAt(START)
                .setUpdatedBy(ORGANISATION);
    }

    static SigningSecret secret(String value) {
        return SigningSecret.newBuilder()
                .setId("s1")
                .setAlgorithm("HMAC-SHA256")
                .setCiphertext(ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    static Notification.Builder notification(String subscriptionId, @Nullable String subject, String id) {
        return Notification.newBuilder()
                .setNotificationId(id)
                .setSubscriptionId(subscriptionId)
                .setOrganisation(ORGANISATION)
                .setKind(NotificationKind.EVENT)
                .setEventId("e-" + id)
                .setSource("urn:budkavle")
                .setEventType("se.a.changed")
                .setSubject(subject)
                .setTime(START)
                .setDataContentType("application/json")
                .setData(json("{\"canary\":\"secret\"}"))
                .setMessageId("m-" + id)
                .setCreatedAt(START)
                .setExpiresAt(START.plus(Duration.ofDays(90)));
    }

    static Notification.Builder verification(String subscriptionId) {
        return notification(subscriptionId, subscriptionId, "v")
                .setKind(NotificationKind.VERIFICATION)
                .setEventType("se.budkavle.subscription.verification")
                .setData(json("{\"challenge\":\"" + CHALLENGE + "\"}"));
    }

    static ByteBuffer json(String json) {
        return ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
    }
}
