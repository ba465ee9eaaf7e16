package se.budkavle.notifier.health;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.HealthSign;
import se.budkavle.schemas.avro.HealthSignKind;

/** Signs and settings of the tests. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    static final String ORGANISATION = "0203:a.se";
    static final String RECIPIENT = "in.0203:b.se";

    static final HealthSettings DEFAULTS = new HealthSettings(
            true,
            "budkavle-health",
            12,
            1,
            0,
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            50,
            5,
            Duration.ofMinutes(20),
            3,
            Duration.ofHours(1),
            Duration.ofDays(30),
            5,
            Duration.ofHours(1),
            24,
            Duration.ofMinutes(1),
            Duration.ofMinutes(5));

    private Samples() {}

    static HealthSign sign(HealthSignKind kind, Instant at) {
        return sign(kind, at, null);
    }

    static HealthSign sign(HealthSignKind kind, Instant at, @Nullable String reason) {
        return HealthSign.newBuilder()
                .setKind(kind)
                .setMessageId(UUID.randomUUID().toString())
                .setRecipient(RECIPIENT)
                .setAcceptedAt(at)
                .setLagMillis(kind == HealthSignKind.DELIVERED ? 0L : null)
                .setAt(at)
                .setReason(reason)
                .build();
    }
}
