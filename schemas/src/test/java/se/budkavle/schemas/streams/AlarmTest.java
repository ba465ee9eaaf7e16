package se.budkavle.schemas.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The mock context is Kafka's own: it keeps what is scheduled, and its punctuators are called by hand. */
class AlarmTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
    private final List<Instant> rings = new ArrayList<>();
    private final Alarm alarm = new Alarm(context, PAUSE, rings::add);

    @BeforeEach
    void itIsNoon() {
        context.setCurrentSystemTimeMs(NOON.toEpochMilli());
    }

    private List<MockProcessorContext.CapturedPunctuator> set() {
        return context.scheduledPunctuators().stream()
                .filter(each -> !each.cancelled())
                .toList();
    }

    private void ringAt(Instant time) {
        context.setCurrentSystemTimeMs(time.toEpochMilli());
        set().getFirst().getPunctuator().punctuate(time.toEpochMilli());
    }

    @Test
    void ringsOnceForWhatItIsSetTo() {
        alarm.noLaterThan(NOON.plusSeconds(5));
        assertThat(set()).hasSize(1).first().satisfies(only -> assertThat(only.getInterval())
                .isEqualTo(Duration.ofSeconds(5)));

        ringAt(NOON.plusSeconds(5));

        assertThat(rings).containsExactly(NOON.plusSeconds(5));
        assertThat(set()).isEmpty();
    }

    @Test
    void isNotSetByNever() {
        alarm.noLaterThan(Instant.MAX);
        assertThat(set()).isEmpty();
    }

    @Test
    void theEarliestTimeStands() {
        alarm.noLaterThan(NOON.plusSeconds(5));
        alarm.noLaterThan(NOON.plusSeconds(3));
        alarm.noLaterThan(NOON.plusSeconds(4));

        assertThat(set()).hasSize(1).first().satisfies(only -> assertThat(only.getInterval())
                .isEqualTo(Duration.ofSeconds(3)));
    }

    @Test
    void whatIsOverdueRingsAtOnceButNotMoreOftenThanThePauseAllows() {
        alarm.noLaterThan(Instant.EPOCH);
        assertThat(set().getFirst().getInterval()).isEqualTo(Duration.ofMillis(1));
        ringAt(NOON);

        alarm.noLaterThan(Instant.EPOCH);
        assertThat(set().getFirst().getInterval()).isEqualTo(PAUSE);
    }

    @Test
    void aFarTimeIsComeBackToSoThatAClockSetBackDelaysLittle() {
        alarm.noLaterThan(NOON.plus(Duration.ofDays(7)));
        assertThat(set().getFirst().getInterval()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whereWhoIsWokenFailsItIsWokenAgain() {
        Alarm failing = new Alarm(context, PAUSE, now -> {
            throw new IllegalStateException("not now");
        });
        failing.noLaterThan(NOON);

        assertThatThrownBy(() -> ringAt(NOON)).isInstanceOf(IllegalStateException.class);

        assertThat(set()).hasSize(1).first().satisfies(only -> assertThat(only.getInterval())
                .isEqualTo(PAUSE));
    }
}
