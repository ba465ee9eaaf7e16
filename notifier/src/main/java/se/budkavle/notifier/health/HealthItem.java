package se.budkavle.notifier.health;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.HealthHour;
import se.budkavle.schemas.avro.OrganisationHealth;

/**
 * An organisation's health, in the form of the public API.
 *
 * @param organisation the sending one
 * @param state FAILING and SILENT: operators were told, and it lasts; else OK
 * @param since since when it is so; null: OK
 * @param lastAcceptedAt when its last message was accepted
 * @param lastDeliveredAt when one of its messages last reached an inbox
 * @param lag how long that one took
 * @param delivered deliveries of the latest hours
 * @param failed those of the same hours that were held or ended undelivered
 * @param failureRate failed of both; null: there are none
 * @param failuresInRow deliveries that failed since the last that did not
 * @param undelivered deliveries that are held
 * @param oldestUndeliveredAt when the message of the oldest of them was accepted
 * @param medianGap between its sendings; null: too few are known
 * @param silentAfter how long a silence lasts before operators are told
 * @param place its place in the list: the worst first; sorts as text. Not shown
 */
record HealthItem(
        String organisation,
        State state,
        @Nullable Instant since,
        @Nullable Instant lastAcceptedAt,
        @Nullable Instant lastDeliveredAt,

        @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Duration lag,

        long delivered,
        long failed,
        @Nullable Double failureRate,
        int failuresInRow,
        long undelivered,
        @Nullable Instant oldestUndeliveredAt,

        @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Duration medianGap,

        @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Duration silentAfter,

        String place) {

    /** How it is, the worst first. */
    enum State {
        FAILING,
        SILENT,
        OK
    }

    static HealthItem of(
            OrganisationHealth health, @Nullable Instant oldestUndeliveredAt, HealthRules rules, Instant now) {
        State state = state(health);
        Instant since =
                switch (state) {
                    case FAILING -> SilenceEvents.since(health, Trouble.FAILURES);
                    case SILENT -> SilenceEvents.since(health, Trouble.SILENCE);
                    case OK -> null;
                };
        List<HealthHour> hours = rules.counting(health, now);
        long delivered = hours.stream().mapToLong(HealthHour::getDelivered).sum();
        long failed = hours.stream().mapToLong(HealthHour::getFailed).sum();
        return new HealthItem(
                health.getOrganisation(),
                state,
                since,
                health.getLastAcceptedAt(),
                health.getLastDeliveredAt(),
                health.getLagMillis() == null ? null : Duration.ofMillis(health.getLagMillis()),
                delivered,
                failed,
                delivered + failed == 0 ? null : (double) failed / (delivered + failed),
                health.getFailuresInRow(),
                health.getUndelivered(),
                oldestUndeliveredAt,
                rules.medianGap(health).orElse(null),
                rules.silentAfter(health).orElse(null),
                place(health.getOrganisation(), state, since, oldestUndeliveredAt, failed));
    }

    private static State state(OrganisationHealth health) {
        if (health.getFailuresToldAt() != null) {
            return State.FAILING;
        }
        return health.getSilenceToldAt() == null ? State.OK : State.SILENT;
    }

    /** Those who fail, are silent, have something undelivered (the longest first), had failures, and all others by name. */
    private static String place(
            String organisation, State state, @Nullable Instant since, @Nullable Instant oldest, long failed) {
        int rank =
                switch (state) {
                    case FAILING -> 0;
                    case SILENT -> 1;
                    case OK -> oldest != null ? 2 : failed > 0 ? 3 : 4;
                };
        Instant from = state == State.OK ? oldest : since;
        return String.format(Locale.ROOT, "%d-%015d-%s", rank, from == null ? 0 : from.toEpochMilli(), organisation);
    }
}
