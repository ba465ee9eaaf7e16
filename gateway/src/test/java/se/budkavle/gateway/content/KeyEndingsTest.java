package se.budkavle.gateway.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import se.budkavle.gateway.content.KeyEndings.Ending;
import se.budkavle.schemas.content.ConfiguredKeyWrap;
import se.budkavle.schemas.content.KeyWrap;
import se.budkavle.schemas.content.StoredKey;

class KeyEndingsTest {

    private static final String A = "0203:a.se";
    private static final String B = "0203:b.se";
    private static final LocalDate DAY = LocalDate.of(2026, 5, 1);
    private static final int PER_SWEEP = 3;
    private static final Instant OVER = Instant.parse("2026-05-02T01:00:00Z");

    private final Log log = new Log();
    private final AtomicInteger noted = new AtomicInteger();
    private boolean complete = true;

    private KeyEndings at(Instant now, String sealWith, String... retire) {
        var settings = new AtRestSettings(
                sealWith,
                List.of(retire),
                Duration.ofDays(150),
                10,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                PER_SWEEP,
                Duration.ofHours(1));
        return new KeyEndings(
                log.copy,
                () -> complete,
                log,
                new ConfiguredKeyWrap(Log.BOX, sealWith),
                settings,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private String key(String organisation, LocalDate day) {
        return new SealingKeys(log.copy, log, new ConfiguredKeyWrap(Log.BOX, "old"), 10, Runnable::run)
                .of(organisation, day)
                .orElseThrow()
                .id();
    }

    private KeyWrap.Wrapped wrapped(String keyId) {
        return java.util.Objects.requireNonNull(
                java.util.Objects.requireNonNull(log.copy.key(keyId)).wrapped());
    }

    private boolean isDestroyed(String keyId) {
        StoredKey key = log.copy.key(keyId);
        return key != null && key.wrapped() == null;
    }

    private Ending destroys(Instant now) {
        return at(now, "old").destroy(A, DAY, noted::incrementAndGet);
    }

    @Test
    void anOrganisationsDayIsDestroyedAndNoOther() {
        var gone = key(A, DAY);
        var others = List.of(key(B, DAY), key(A, DAY.plusDays(1)), key(A, DAY.minusDays(1)));

        assertThat(destroys(OVER)).isEqualTo(Ending.DESTROYED);

        assertThat(isDestroyed(gone)).isTrue();
        assertThat(others).noneMatch(this::isDestroyed);
        assertThat(log.written.getLast().value()).isNotNull().satisfies(value -> {
            assertThat(value.getWrapped()).isNull();
            assertThat(value.getDestroyedAt()).isEqualTo(OVER);
        });
    }

    @Test
    void againChangesNothing() {
        key(A, DAY);
        destroys(OVER);
        int before = log.written.size();

        assertThat(destroys(OVER)).isEqualTo(Ending.DESTROYED);

        assertThat(log.written).hasSize(before);
        assertThat(noted).hasValue(1);
    }

    @Test
    void whatIsNotThereIsNotDestroyed() {
        key(B, DAY);

        assertThat(destroys(OVER)).isEqualTo(Ending.NOTHING);
        assertThat(noted).hasValue(0);
    }

    @Test
    void aDayIsOverWhenItIsOverAtEveryGateway() {
        var id = key(A, DAY);

        assertThat(destroys(OVER.minusSeconds(1))).isEqualTo(Ending.NOT_OVER);

        assertThat(isDestroyed(id)).isFalse();
        assertThat(noted).hasValue(0);
    }

    @Test
    void whatIsNotConfirmedIsNotDone() {
        key(A, DAY);
        complete = false;
        assertThat(destroys(OVER)).isEqualTo(Ending.NOT_CONFIRMED);
        complete = true;
        log.isAway = true;
        assertThat(destroys(OVER)).isEqualTo(Ending.NOT_CONFIRMED);
        log.isAway = false;

        assertThat(destroys(OVER)).isEqualTo(Ending.DESTROYED);
        // The wish was noted each time that it might have come about.
        assertThat(noted).hasValue(2);
    }

    @Test
    void withoutANoteNothingIsDestroyed() {
        var id = key(A, DAY);

        assertThatThrownBy(() -> at(OVER, "old").destroy(A, DAY, () -> {
                    throw new IllegalStateException("not written down");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(isDestroyed(id)).isFalse();
    }

    @Test
    void whatHasHadItsTimeIsForgotten() {
        var old = key(A, DAY);
        var kept = key(A, DAY.plusDays(1));
        var end = DAY.plusDays(151).atStartOfDay(ZoneOffset.UTC).toInstant();

        at(end.minusMillis(1), "old").sweep();
        assertThat(log.copy.key(old)).isNotNull();
        at(end, "old").sweep();

        assertThat(log.copy.key(old)).isNull();
        assertThat(log.copy.key(kept)).isNotNull();
    }

    @Test
    void whatIsTooMuchForOneSweepIsLeftToTheNext() {
        for (int i = 0; i <= PER_SWEEP; i++) {
            key("0203:" + i + ".se", DAY);
        }
        var retiring = at(OVER, "new", "old");
        var forgetting = at(DAY.plusDays(151).atStartOfDay(ZoneOffset.UTC).toInstant(), "new");

        retiring.sweep();
        assertThat(retiring.retiring()).isEqualTo(1);
        retiring.sweep();
        assertThat(retiring.retiring()).isZero();

        forgetting.sweep();
        assertThat(log.copy.all()).hasSize(1);
        forgetting.sweep();
        assertThat(log.copy.all()).isEmpty();
    }

    @Test
    void whatARetiredKeyWrappedIsWrappedAnew() throws Exception {
        var id = key(A, DAY);
        var destroyed = key(B, DAY);
        at(OVER, "old").destroy(B, DAY, () -> {});
        var wrap = new ConfiguredKeyWrap(Log.BOX, "new");
        var bytes = wrap.unwrap(id, wrapped(id));
        var endings = at(OVER, "new", "old");
        assertThat(endings.retiring()).isEqualTo(1);

        endings.sweep();

        assertThat(wrapped(id).with()).isEqualTo("new");
        assertThat(wrap.unwrap(id, wrapped(id))).isEqualTo(bytes);
        assertThat(isDestroyed(destroyed)).isTrue();
        assertThat(endings.retiring()).isZero();
    }

    @Test
    void whatOnlyAnotherKeyWrapsIsLeftAlone() {
        var id = key(A, DAY);

        at(OVER, "new").sweep();

        assertThat(wrapped(id).with()).isEqualTo("old");
    }

    /** A gateway that wrapped anew what was destroyed meanwhile comes too late. */
    @Test
    void whatIsRevivedIsDestroyedAgain() {
        var id = key(A, DAY);
        var before = log.written.getFirst().value();
        destroys(OVER);
        log.write(id, before);
        var endings = at(OVER, "old");
        endings.revived(id);
        log.isAway = true;
        endings.sweep();
        log.isAway = false;
        int written = log.written.size();

        endings.sweep();
        endings.sweep();

        assertThat(log.written).hasSize(written + 1);
        assertThat(log.written.getLast().value()).isNotNull().satisfies(value -> assertThat(value.getWrapped())
                .isNull());
    }
}
