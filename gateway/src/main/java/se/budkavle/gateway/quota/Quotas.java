package se.budkavle.gateway.quota;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.problem.RefusedException;

/** Keeps one organisation from filling what is everybody's: bytes a second at each gateway, and what is under way at all. */
@Singleton
public final class Quotas {

    /** What is counted: a byte would be too short a time, and a message without content costs something too. */
    private static final int UNIT = 1024;

    /** A bucket that is not there is full: it is forgotten when it is full anyway. */
    private static final Duration SPARE = Duration.ofSeconds(1);

    private static final String ORGANISATION = "organisation";

    private final QuotaSettings settings;
    private final OpenCounts open;
    private final LoadingCache<String, Bucket> bytes;
    private final LongSupplier clock;

    @Inject
    Quotas(QuotaSettings settings, OpenCounts open) {
        this(settings, open, System::nanoTime);
    }

    /** Counts by that clock, in nanoseconds. */
    Quotas(QuotaSettings settings, OpenCounts open, LongSupplier clock) {
        this.settings = settings;
        this.open = open;
        this.clock = clock;
        int perSecond = settings.bytesPerSecond() / UNIT;
        int burst = settings.burstBytes() / UNIT;
        this.bytes = Caffeine.newBuilder()
                .maximumSize(settings.organisations())
                .expireAfterAccess(Duration.ofSeconds(burst / perSecond).plus(SPARE))
                .build(organisation -> new Bucket(perSecond, burst, clock.getAsLong()));
    }

    /**
     * Counts what an organisation is about to send.
     *
     * @param size bytes of content
     * @throws se.budkavle.gateway.problem.RefusedException 429, if it has sent too much
     */
    public void countBytes(String organisation, long size) {
        int units = (int) Math.max(1, Math.ceilDiv(size, UNIT));
        if (bytes.get(organisation).take(units, clock.getAsLong()) < 0) {
            throw refused(ProblemCode.TOO_MANY_BYTES, organisation);
        }
    }

    /**
     * Looks whether an organisation may have more under way. Counted by the owners, who tell once a second: requests of the
     * same moment may exceed it by as many as they are.
     *
     * @param deliveries how many more there will be
     * @throws se.budkavle.gateway.problem.RefusedException 429, if there would be too many
     */
    public void mayOpen(String organisation, int deliveries) {
        if (open.of(organisation) + deliveries > settings.open()) {
            throw refused(ProblemCode.TOO_MANY_OPEN, organisation);
        }
    }

    /** Who acts for another meets the other's quota: it is told whose it is. */
    private static RefusedException refused(ProblemCode code, String organisation) {
        return Refusal.of(code).with(ORGANISATION, organisation).asException();
    }

    /** {@return how an organisation stands to the bytes it may send} */
    public Quota bytes(String organisation) {
        long left = (long) bytes.get(organisation).left(clock.getAsLong()) * UNIT;
        long until = Math.ceilDiv(settings.burstBytes() - left, settings.bytesPerSecond());
        return new Quota(settings.burstBytes(), left, until);
    }

    /** {@return how an organisation stands to what it may have under way} */
    public Quota open(String organisation) {
        return new Quota(
                settings.open(),
                Math.max(0, settings.open() - open.of(organisation)),
                ProblemCode.TOO_MANY_OPEN.retryAfterSeconds());
    }

    /** {@return how the organisation that a refusal names stands to the quota behind it; none, where there is none} */
    public Optional<Quota> behind(Refusal refusal) {
        var organisation = Optional.ofNullable(refusal.members().get(ORGANISATION));
        return switch (refusal.code()) {
            case TOO_MANY_BYTES -> organisation.map(this::bytes);
            case TOO_MANY_OPEN -> organisation.map(this::open);
            default -> Optional.empty();
        };
    }
}
