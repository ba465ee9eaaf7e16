package se.budkavle.notifier.health;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.health.Samples.DEFAULTS;
import static se.budkavle.notifier.health.Samples.NOW;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import se.budkavle.notifier.api.Page;
import se.budkavle.schemas.avro.HealthHour;
import se.budkavle.schemas.avro.OrganisationHealth;

/** The list of organisations, the worst first. */
class HealthListTest {

    private static final HealthRules RULES = new HealthRules(DEFAULTS);

    private static OrganisationHealth.Builder health(String organisation) {
        return OrganisationHealth.newBuilder().setOrganisation(organisation);
    }

    private static HealthItem item(OrganisationHealth health) {
        return HealthItem.of(health, health.getUndelivered() > 0 ? health.getLastAcceptedAt() : null, RULES, NOW);
    }

    @Test
    void theWorstComeFirstAndThoseForWhomItHasLastedLongest() {
        var failing = health("failing").setFailuresToldAt(NOW).setFailingSince(NOW.minusSeconds(5));
        var longFailing = health("long-failing").setFailuresToldAt(NOW).setFailingSince(NOW.minusSeconds(50));
        var silent = health("a-silent").setSilenceToldAt(NOW).setLastAcceptedAt(NOW.minusSeconds(500));
        var held = health("held").setUndelivered(1).setLastAcceptedAt(NOW.minusSeconds(7));
        var failed = health("failed-once")
                .setHours(List.of(HealthHour.newBuilder()
                        .setHour(NOW.getEpochSecond() / 3600)
                        .setFailed(1)
                        .build()));

        Page<HealthItem> page = HealthReads.page(
                List.of(
                        item(health("b-well").build()),
                        item(failed.build()),
                        item(held.build()),
                        item(silent.build()),
                        item(failing.build()),
                        item(health("a-well").build()),
                        item(longFailing.build())),
                null,
                100);

        assertThat(page.next()).isNull();
        assertThat(page.items())
                .extracting(HealthItem::organisation)
                .containsExactly("long-failing", "failing", "a-silent", "held", "failed-once", "a-well", "b-well");
    }

    @Property(tries = 50)
    void thePagesAreTheWhole(
            @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 3) Integer> undelivered,
            @ForAll @IntRange(min = 1, max = 10) int limit) {
        List<HealthItem> all = new ArrayList<>();
        for (int i = 0; i < undelivered.size(); i++) {
            all.add(item(health("0203:" + i)
                    .setUndelivered(undelivered.get(i))
                    .setLastAcceptedAt(NOW.minusSeconds(undelivered.get(i)))
                    .build()));
        }
        List<HealthItem> pages = new ArrayList<>();
        String after = null;
        do {
            Page<HealthItem> page = HealthReads.page(all, after, limit);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            pages.addAll(page.items());
            after = page.next();
        } while (after != null);

        assertThat(pages).isEqualTo(HealthReads.page(all, null, 1000).items());
        assertThat(pages).hasSameSizeAs(all);
    }
}
