package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.avro.SubscriptionStatus;

/** What is told of a message's notifications that failed: which attempt comes next, of how many, and when. */
class RetriesTest {

    @TempDir
    Path state;

    private DispatcherRig rig;

    @BeforeEach
    void start() {
        rig = new DispatcherRig(state.resolve("first"));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    /** The message of a notification of {@link Samples}. */
    private List<Retry> retriesOf(String notificationId) {
        return rig.retries("m-" + notificationId);
    }

    private Retry next(int retry, int of, Instant at, String status) {
        return new Retry("s", Samples.ORGANISATION, "se.a.changed", retry, of, at, status);
    }

    @Test
    void theNextOneIsToldFromTheFirstFailureUntilItIsPushed() {
        rig.registered(Samples.subscription("s"));
        rig.notified("s", "a", "n");
        assertThat(retriesOf("n")).as("under way").isEmpty();

        rig.answered(503);
        assertThat(retriesOf("n")).containsExactly(next(1, 11, rig.now().plusSeconds(10), "ACTIVE"));
        assertThat(retriesOf("other")).isEmpty();

        rig.passes(Duration.ofSeconds(10));
        rig.answered(503);
        assertThat(retriesOf("n")).containsExactly(next(2, 11, rig.now().plusSeconds(30), "ACTIVE"));

        rig.passes(Duration.ofSeconds(30));
        rig.answered(200);
        assertThat(retriesOf("n")).isEmpty();
        assertThat(rig.retryIndex()).isEmpty();
    }

    @Test
    void whatIsPushedAtOnceCostsNothing() {
        rig.registered(Samples.subscription("s"));
        rig.notified("s", "a", "n");

        rig.answered(200);

        assertThat(rig.retryIndex()).isEmpty();
    }

    @Test
    void aPausedSubscriptionWithALadderOfItsOwnIsToldAsSuch() {
        var subscription = Samples.subscription("s").setRetryLadderMillis(List.of(1000L, 2000L));
        rig.registered(subscription);
        rig.notified("s", "a", "n");
        rig.answered(503);

        rig.registered(subscription, SubscriptionStatus.PAUSED, 2);

        assertThat(retriesOf("n")).singleElement().satisfies(told -> {
            assertThat(told.of()).isEqualTo(2);
            assertThat(told.subscriptionStatus()).isEqualTo("PAUSED");
        });
    }

    @Test
    void nothingComesBeforeTheProbeOfAnEndpointWhoseBreakerIsOpen() {
        rig.registered(Samples.subscription("s"));
        for (String subject : List.of("a", "b", "c", "d", "e")) {
            rig.notified("s", subject, subject);
            rig.answered(500);
        }

        var probe = rig.now().plusSeconds(10);

        assertThat(retriesOf("a")).containsExactly(next(1, 11, probe, "ACTIVE"));
        assertThat(retriesOf("e")).containsExactly(next(1, 11, probe, "ACTIVE"));
    }

    @Test
    void whatACrashLeftIsPutRightAtTheStart() {
        rig.registered(Samples.subscription("s"));
        rig.notified("s", "a", "settled");
        rig.answered(503);
        var stale = rig.retryIndex();
        rig.passes(Duration.ofSeconds(10));
        rig.answered(200);
        rig.notified("s", "a", "waiting");
        rig.answered(503);

        // Of the index it takes along nothing but what should be gone.
        rig = rig.restarted(state.resolve("second"));
        rig.leftInIndex(stale);
        rig.registered(Samples.subscription("s"));

        assertThat(rig.retryIndex()).hasSize(1);
        assertThat(retriesOf("settled")).isEmpty();
        assertThat(retriesOf("waiting")).hasSize(1);
    }
}
