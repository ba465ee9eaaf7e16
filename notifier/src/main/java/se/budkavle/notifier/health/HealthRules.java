package se.budkavle.notifier.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.HealthHour;
import se.budkavle.schemas.avro.HealthSign;
import se.budkavle.schemas.avro.OrganisationHealth;

/** What a sign changes of an organisation's health, and when operators are told of it. Pure. */
final class HealthRules {

    private final HealthSettings settings;
    private final Gaps gaps;

    HealthRules(HealthSettings settings) {
        this.settings = settings;
        this.gaps = new Gaps(settings);
    }

    /** Of whom nothing is known yet. */
    static OrganisationHealth unknown(String organisation) {
        return OrganisationHealth.newBuilder().setOrganisation(organisation).build();
    }

    /**
     * The health after a sign.
     *
     * @param isHeld whether the delivery is among those that are held: it has failed already
     */
    OrganisationHealth after(OrganisationHealth before, HealthSign sign, boolean isHeld) {
        OrganisationHealth.Builder health = OrganisationHealth.newBuilder(before);
        accepted(health, sign.getAcceptedAt());
        switch (sign.getKind()) {
            case DELIVERED -> delivered(health, sign);
            case HELD, FAILED -> {
                if (!isHeld && isFailure(sign)) {
                    failed(health, sign);
                }
            }
            case ACCEPTED, ENDED, UNKNOWN -> {}
        }
        health.setUndelivered(before.getUndelivered() + change(sign, isHeld));
        return health.build();
    }

    /** What waits for the end of a suspension waits by an operator's will. */
    private static boolean isFailure(HealthSign sign) {
        return !Reason.ORGANISATION_SUSPENDED.code().equals(sign.getReason());
    }

    private static int change(HealthSign sign, boolean isHeld) {
        return switch (sign.getKind()) {
            case HELD -> isHeld ? 0 : 1;
            case DELIVERED, FAILED, ENDED -> isHeld ? -1 : 0;
            case ACCEPTED, UNKNOWN -> 0;
        };
    }

    private void accepted(OrganisationHealth.Builder health, @Nullable Instant at) {
        // What comes late, from another partition, is older than what is known: it ends no silence and makes no gap.
        if (at == null || !isAfter(at, health.getLastAcceptedAt())) {
            return;
        }
        health.setLastAcceptedAt(at).setSilenceToldAt(null);
        Instant from = health.getGapFrom();
        if (from == null) {
            health.setGapFrom(at);
        } else if (gaps.isGap(from, at)) {
            health.setGapsMillis(gaps.with(health.getGapsMillis(), from, at)).setGapFrom(at);
        }
    }

    private void delivered(OrganisationHealth.Builder health, HealthSign sign) {
        if (isAfter(sign.getAt(), health.getLastDeliveredAt())) {
            health.setLastDeliveredAt(sign.getAt()).setLagMillis(sign.getLagMillis());
        }
        health.setFailuresInRow(0)
                .setFailingSince(null)
                .setFailuresToldAt(null)
                .setHours(counted(health.getHours(), sign.getAt(), 1, 0));
    }

    private void failed(OrganisationHealth.Builder health, HealthSign sign) {
        if (health.getFailuresInRow() == 0) {
            health.setFailingSince(sign.getAt());
        }
        health.setFailuresInRow(health.getFailuresInRow() + 1)
                .setLastReason(sign.getReason())
                .setHours(counted(health.getHours(), sign.getAt(), 0, 1));
    }

    /** The latest hours with one delivery more; of an hour that is past counting nothing is kept. */
    private List<HealthHour> counted(List<HealthHour> hours, Instant at, long delivered, long failed) {
        long hour = hourOf(at);
        List<HealthHour> all = new ArrayList<>(hours);
        int place = 0;
        while (place < all.size() && all.get(place).getHour() < hour) {
            place++;
        }
        if (place == all.size() || all.get(place).getHour() > hour) {
            all.add(
                    place,
                    HealthHour.newBuilder()
                            .setHour(hour)
                            .setDelivered(delivered)
                            .setFailed(failed)
                            .build());
        } else {
            HealthHour known = all.get(place);
            all.set(
                    place,
                    HealthHour.newBuilder(known)
                            .setDelivered(known.getDelivered() + delivered)
                            .setFailed(known.getFailed() + failed)
                            .build());
        }
        long newest = all.getLast().getHour();
        return all.stream()
                .filter(each -> each.getHour() > newest - settings.rateHours())
                .toList();
    }

    /** The hours that count at a time. */
    List<HealthHour> counting(OrganisationHealth health, Instant now) {
        return health.getHours().stream()
                .filter(each -> each.getHour() > hourOf(now) - settings.rateHours())
                .toList();
    }

    /** The median gap between sendings; empty while too few are known. */
    Optional<Duration> medianGap(OrganisationHealth health) {
        return gaps.median(health.getGapsMillis());
    }

    /** How long a silence lasts before operators are told; empty: nobody knows what is usual. */
    Optional<Duration> silentAfter(OrganisationHealth health) {
        return medianGap(health).map(median -> {
            Duration silence = median.multipliedBy(settings.silenceFactor());
            return silence.compareTo(settings.silenceAtLeast()) < 0 ? settings.silenceAtLeast() : silence;
        });
    }

    /** Whether deliveries fail of which operators have not been told. */
    boolean isNewlyFailing(OrganisationHealth health) {
        return health.getFailuresToldAt() == null && health.getFailuresInRow() >= settings.failures();
    }

    /** Whether there is a silence of which operators have not been told. */
    boolean isNewlySilent(OrganisationHealth health, Instant now) {
        Instant last = health.getLastAcceptedAt();
        if (last == null || health.getSilenceToldAt() != null) {
            return false;
        }
        Duration silence = Duration.between(last, now);
        return silence.compareTo(settings.silenceAtMost()) < 0
                && silentAfter(health)
                        .filter(usual -> silence.compareTo(usual) >= 0)
                        .isPresent();
    }

    /** The health of an organisation of which operators were told. */
    static OrganisationHealth told(OrganisationHealth health, Trouble trouble, Instant now) {
        OrganisationHealth.Builder after = OrganisationHealth.newBuilder(health);
        return switch (trouble) {
            case FAILURES -> after.setFailuresToldAt(now).build();
            case SILENCE -> after.setSilenceToldAt(now).build();
        };
    }

    /** Whether a sign is so old that what follows from it is no news. */
    boolean isOld(HealthSign sign, Instant now) {
        return sign.getAt().isBefore(now.minus(settings.failuresFor()));
    }

    private static long hourOf(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), TimeUnit.HOURS.toMillis(1));
    }

    private static boolean isAfter(Instant at, @Nullable Instant other) {
        return other == null || at.isAfter(other);
    }
}
