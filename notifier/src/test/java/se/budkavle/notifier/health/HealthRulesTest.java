package se.budkavle.notifier.health;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.health.Samples.DEFAULTS;
import static se.budkavle.notifier.health.Samples.NOW;
import static se.budkavle.notifier.health.Samples.ORGANISATION;
import static se.budkavle.notifier.health.Samples.sign;
import static se.budkavle.schemas.avro.HealthSignKind.ACCEPTED;
import static se.budkavle.schemas.avro.HealthSignKind.DELIVERED;
import static se.budkavle.schemas.avro.HealthSignKind.ENDED;
import static se.budkavle.schemas.avro.HealthSignKind.FAILED;
import static se.budkavle.schemas.avro.HealthSignKind.HELD;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.schemas.avro.HealthHour;
import se.budkavle.schemas.avro.HealthSign;
import se.budkavle.schemas.avro.HealthSignKind;
import se.budkavle.schemas.avro.OrganisationHealth;

class HealthRulesTest {

    private static final String UNKNOWN_RECIPIENT = "unknown-recipient";

    private final HealthRules rules = new HealthRules(DEFAULTS);

    private OrganisationHealth after(OrganisationHealth health, HealthSignKind kind, Instant at) {
        return rules.after(health, sign(kind, at, UNKNOWN_RECIPIENT), false);
    }

    private OrganisationHealth sends(int times, Duration gap) {
        OrganisationHealth health = HealthRules.unknown(ORGANISATION);
        for (int i = 0; i < times; i++) {
            health = after(health, DELIVERED, NOW.minus(gap.multipliedBy(times - 1L - i)));
        }
        return health;
    }

    @ParameterizedTest
    @CsvSource({
        // So often, so far apart: how long a silence lasts.
        "6, PT1M, ",
        "5, P1D, ",
        "6, P1D, P3D",
        "200, PT1S, ",
        "200, PT1M, PT1H",
        "100, PT30M, PT1H30M"
    })
    void aSilenceIsThreeTimesTheMedianAndAnHourAtLeast(int times, Duration gap, Duration silence) {
        OrganisationHealth health = sends(times, gap);

        assertThat(rules.silentAfter(health).orElse(null)).isEqualTo(silence);
        if (silence != null) {
            assertThat(rules.isNewlySilent(health, NOW.plus(silence).minusMillis(1)))
                    .isFalse();
            assertThat(rules.isNewlySilent(health, NOW.plus(silence))).isTrue();
        }
    }

    @Test
    void whoSendsAThousandEachNightIsNotSilentInBetween() {
        OrganisationHealth health = HealthRules.unknown(ORGANISATION);
        for (int night = 6; night >= 0; night--) {
            for (int i = 0; i < 1000; i++) {
                health = after(
                        health, DELIVERED, NOW.minus(Duration.ofDays(night)).plusSeconds(i));
            }
        }

        assertThat(rules.silentAfter(health)).contains(Duration.ofDays(3));
    }

    @Test
    void ofASilenceIsToldOnceUntilAMessageEndsIt() {
        OrganisationHealth health = sends(10, Duration.ofDays(1));
        Instant silent = NOW.plus(Duration.ofDays(4));
        assertThat(rules.isNewlySilent(health, silent)).isTrue();

        OrganisationHealth told = HealthRules.told(health, Trouble.SILENCE, silent);
        assertThat(rules.isNewlySilent(told, silent.plus(Duration.ofDays(1)))).isFalse();
        // What comes late from before it does not end it.
        OrganisationHealth late = after(told, DELIVERED, NOW.minusSeconds(1));
        assertThat(rules.isNewlySilent(late, silent.plus(Duration.ofDays(1)))).isFalse();

        Instant again = silent.plus(Duration.ofDays(2));
        OrganisationHealth back = after(told, ACCEPTED, again);
        assertThat(rules.isNewlySilent(back, again)).isFalse();
        assertThat(rules.isNewlySilent(back, again.plus(Duration.ofDays(3)))).isTrue();
    }

    @Test
    void whoHasLeftIsNotToldOfAnyMore() {
        assertThat(rules.isNewlySilent(sends(10, Duration.ofDays(1)), NOW.plus(Duration.ofDays(30))))
                .isFalse();
    }

    @Test
    void fiveFailuresInARowAreToldOnceUntilOneIsDelivered() {
        OrganisationHealth health = HealthRules.unknown(ORGANISATION);
        for (int i = 1; i <= 5; i++) {
            assertThat(rules.isNewlyFailing(health)).isFalse();
            health = after(health, i % 2 == 0 ? HELD : FAILED, NOW.plusSeconds(i));
        }
        assertThat(rules.isNewlyFailing(health)).isTrue();
        assertThat(health.getFailingSince()).isEqualTo(NOW.plusSeconds(1));
        assertThat(health.getLastReason()).isEqualTo(UNKNOWN_RECIPIENT);

        OrganisationHealth told = after(HealthRules.told(health, Trouble.FAILURES, NOW), FAILED, NOW.plusSeconds(6));
        assertThat(rules.isNewlyFailing(told)).isFalse();

        OrganisationHealth ended = after(told, DELIVERED, NOW.plusSeconds(7));
        assertThat(ended.getFailuresInRow()).isZero();
        assertThat(ended.getFailingSince()).isNull();
        assertThat(rules.isNewlyFailing(ended)).isFalse();
    }

    @Test
    void aDeliveryFailsOnceHoweverItEnds() {
        OrganisationHealth held = after(HealthRules.unknown(ORGANISATION), HELD, NOW);

        OrganisationHealth heldAgain = rules.after(held, sign(HELD, NOW.plusSeconds(1), UNKNOWN_RECIPIENT), true);
        OrganisationHealth expired = rules.after(heldAgain, sign(FAILED, NOW.plusSeconds(2), "expired"), true);

        assertThat(heldAgain.getUndelivered()).isEqualTo(1);
        assertThat(expired.getUndelivered()).isZero();
        assertThat(expired.getFailuresInRow()).isEqualTo(1);
    }

    @Test
    void whatWaitsForTheEndOfASuspensionIsUndeliveredAndNoFailure() {
        OrganisationHealth health =
                rules.after(HealthRules.unknown(ORGANISATION), sign(HELD, NOW, "organisation-suspended"), false);

        assertThat(health.getUndelivered()).isEqualTo(1);
        assertThat(health.getFailuresInRow()).isZero();
        assertThat(health.getHours()).isEmpty();
    }

    @Test
    void onlyTheLatestHoursCount() {
        OrganisationHealth health = HealthRules.unknown(ORGANISATION);
        for (int hour = 0; hour < 30; hour++) {
            health = after(health, hour % 2 == 0 ? DELIVERED : FAILED, NOW.plus(Duration.ofHours(hour)));
        }

        Instant last = NOW.plus(Duration.ofHours(29));
        assertThat(health.getHours()).hasSize(24);
        assertThat(rules.counting(health, last)).hasSize(24);
        assertThat(rules.counting(health, last.plus(Duration.ofHours(10)))).hasSize(14);
        assertThat(rules.counting(health, last.plus(Duration.ofDays(1)))).isEmpty();
    }

    @Provide
    Arbitrary<List<HealthSign>> signs() {
        return Arbitraries.of(ACCEPTED, DELIVERED, HELD, FAILED, ENDED)
                .flatMap(kind -> Arbitraries.integers()
                        .between(0, 20_000)
                        .map(minutes -> sign(kind, NOW.plus(Duration.ofMinutes(minutes)), UNKNOWN_RECIPIENT)))
                .list()
                .ofMaxSize(200);
    }

    /** Signs come from many partitions, in any order: what is known stays bounded, sorted, and the latest. */
    @Property(tries = 100)
    void whateverComesInWhateverOrderTheRowIsBoundedAndTrue(@ForAll("signs") List<HealthSign> signs) {
        OrganisationHealth health = HealthRules.unknown(ORGANISATION);
        for (HealthSign sign : signs) {
            health = rules.after(health, sign, false);
        }

        assertThat(health.getGapsMillis())
                .hasSizeLessThanOrEqualTo(DEFAULTS.gaps())
                .allMatch(gap -> gap >= DEFAULTS.sending().toMillis());
        assertThat(health.getHours().stream().map(HealthHour::getHour).toList())
                .hasSizeLessThanOrEqualTo(DEFAULTS.rateHours())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(health.getLastAcceptedAt())
                .isEqualTo(signs.stream()
                        .map(HealthSign::getAcceptedAt)
                        .max(Instant::compareTo)
                        .orElse(null));
        assertThat(health.getLastDeliveredAt())
                .isEqualTo(signs.stream()
                        .filter(sign -> sign.getKind() == DELIVERED)
                        .map(HealthSign::getAt)
                        .max(Instant::compareTo)
                        .orElse(null));
        assertThat(health.getFailuresInRow()).isEqualTo(failuresAtTheEnd(signs));
    }

    private static int failuresAtTheEnd(List<HealthSign> signs) {
        int failures = 0;
        for (HealthSign sign : signs) {
            if (sign.getKind() == DELIVERED) {
                failures = 0;
            } else if (sign.getKind() == HELD || sign.getKind() == FAILED) {
                failures++;
            }
        }
        return failures;
    }

    /** However the looks fall: of each silence is told once, and of none that is shorter. */
    @Property(tries = 100)
    void ofEachSilenceIsToldOnce(@ForAll @Size(max = 100) List<@IntRange(min = 1, max = 400) Integer> minutes) {
        OrganisationHealth health = sends(100, Duration.ofMinutes(30));
        Duration silence = rules.silentAfter(health).orElseThrow();
        Instant at = NOW;
        for (int gap : minutes) {
            int told = 0;
            for (int look = 1; look < gap; look++) {
                Instant now = at.plus(Duration.ofMinutes(look));
                if (rules.isNewlySilent(health, now)) {
                    told++;
                    health = HealthRules.told(health, Trouble.SILENCE, now);
                }
            }
            assertThat(told).isEqualTo(Duration.ofMinutes(gap - 1L).compareTo(silence) >= 0 ? 1 : 0);
            at = at.plus(Duration.ofMinutes(gap));
            health = after(health, DELIVERED, at);
            silence = rules.silentAfter(health).orElseThrow();
        }
    }
}
