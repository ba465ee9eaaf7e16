package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.bytes;
import static se.budkavle.router.decision.Fixtures.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.Visibility;

/** Events that wait for their time. */
class ScheduledEventsTest {

    private static final String TYPE = "se.trafikverket.roadworks.changed";

    private final RouterRig router = new RouterRig();

    @BeforeEach
    void subscribe() {
        router.know(subscription("s1", "0203:a.se", TYPE).build());
    }

    @AfterEach
    void close() {
        router.close();
    }

    private Event.Builder event(String id, @Nullable String subject, @Nullable Instant notBefore) {
        return Event.newBuilder()
                .setId(id)
                .setSource("urn:trafikverket")
                .setType(TYPE)
                .setSubject(subject)
                .setData(bytes("the-secret-data"))
                .setOwner("0203:trafikverket.se")
                .setVisibility(Visibility.PUBLIC)
                .setNotBefore(notBefore)
                .setAcceptedAt(router.now());
    }

    private void publish(Event.Builder event) {
        Event built = event.build();
        router.pipe(Topics.EVENTS, built.getSubject() == null ? built.getSource() : built.getSubject(), built);
    }

    private List<String> told() {
        return router.notifications().stream().map(Notification::getEventId).toList();
    }

    @Test
    void isToldAtItsTimeAndOnce() {
        Instant time = router.now().plusSeconds(3600);
        publish(event("1", "E4", time));
        router.pass(Duration.ofSeconds(3599));
        assertThat(told()).isEmpty();

        router.pass(Duration.ofSeconds(2));
        var records = router.records(Topics.NOTIFICATIONS);
        router.pass(Duration.ofSeconds(10));

        assertThat(records).singleElement().satisfies(record -> {
            Notification told = record.value();
            assertThat(told.getEventId()).isEqualTo("1");
            assertThat(told.getData()).isEqualTo(bytes("the-secret-data"));
            assertThat(told.getCreatedAt()).isBetween(time, time.plusSeconds(2));
            assertThat(told.getExpiresAt())
                    .isEqualTo(told.getCreatedAt().plus(RouterConfig.defaults().notificationExpiry()));
            assertThat(RecordHeaders.get(record.headers(), RecordHeaders.TRACEPARENT))
                    .isEqualTo(RouterRig.TRACEPARENT);
        });
        assertThat(told()).isEmpty();
        assertThat(router.count("events.scheduled")).isEqualTo(1);
        assertThat(router.count("events.released")).isEqualTo(1);
    }

    @Test
    void whoeverSubscribesAtItsTimeIsTold() {
        publish(event("1", "E4", router.now().plusSeconds(10)));
        router.know(subscription("s2", "0203:b.se", TYPE).build());
        router.pipe(Topics.SUBSCRIPTIONS, "s1", null);

        router.pass(Duration.ofSeconds(11));

        assertThat(router.notifications())
                .extracting(Notification::getSubscriptionId)
                .containsExactly("s2");
    }

    @Test
    void aTimeThatHasPassedIsNone() {
        publish(event("1", "E4", router.now()));
        assertThat(told()).containsExactly("1");
    }

    @Test
    void theyAreToldInTheOrderOfTheirTimesAndThenOfTheirArrival() {
        Instant time = router.now().plusSeconds(10);
        publish(event("3", "E4", time.plusSeconds(1)));
        publish(event("1", "E4", time));
        publish(event("2", "E4", time));

        router.pass(Duration.ofSeconds(12));

        assertThat(told()).containsExactly("1", "2", "3");
    }

    @Test
    void oneOfAnotherTimeOrSubjectDoesNotWait() {
        publish(event("later", "E4", router.now().plusSeconds(10)));
        publish(event("now", "E4", null));
        publish(event("elsewhere", null, null));
        assertThat(told()).containsExactly("now", "elsewhere");
    }

    /** At the start it is looked at: then not again for a while. */
    private void justLookedAtTheClock() {
        router.pass(Duration.ofMillis(1));
    }

    /** Between two looks at the clock: those of the subject that are due go first, and those of others need not. */
    @Test
    void oneThatComesWhenEarlierOnesAreDueGoesBehindThem() {
        justLookedAtTheClock();
        publish(event("2", "E4", router.now().plusMillis(20)));
        publish(event("1", "E4", router.now().plusMillis(10)));
        publish(event("other", "E18", router.now().plusMillis(10)));
        router.pass(Duration.ofMillis(30));
        assertThat(told()).isEmpty();

        publish(event("3", "E4", null));

        assertThat(told()).containsExactly("1", "2", "3");
        router.pass(Duration.ofSeconds(1));
        assertThat(told()).containsExactly("other");
    }

    /** Five rounds of them are due at once: a round is bounded, and what comes meanwhile keeps its place behind its subject's. */
    @Test
    void manyThatAreDueAtOnceAreToldInBoundedRounds() {
        // An event and its notification both count.
        int round = RouterConfig.defaults().releasesPerRound() / 2;
        Duration interval = RouterConfig.defaults().releaseInterval();
        justLookedAtTheClock();
        Instant time = router.now().plusMillis(10);
        IntStream.range(0, 5 * round).forEach(i -> publish(event("e" + i, "E4", time)));
        router.pass(interval.dividedBy(2));

        publish(event("joins", "E4", null));
        assertThat(told()).hasSize(round).startsWith("e0", "e1");
        publish(event("elsewhere", "E18", null));
        assertThat(told()).containsExactly("elsewhere");
        publish(event("joins-too", "E4", null));
        assertThat(told()).hasSize(round).startsWith("e" + round);
        router.pass(interval);
        assertThat(told()).hasSize(round).startsWith("e" + 2 * round);
        router.pass(interval);
        router.pass(interval);
        router.pass(interval);

        assertThat(told()).hasSize(2 * round + 2).endsWith("e" + (5 * round - 1), "joins", "joins-too");
        assertThat(router.count("events.scheduled")).isEqualTo(5 * round);
    }
}
