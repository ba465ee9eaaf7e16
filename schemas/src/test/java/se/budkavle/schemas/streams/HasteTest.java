package se.budkavle.schemas.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

/** Each test has a thread of its own, as consumers and alarms meet by their thread. */
class HasteTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration COMMIT = Duration.ofMillis(20);
    private static final Duration REST = Duration.ofMillis(100);

    private final Haste haste = new Haste(SHORT, COMMIT);
    private final MockProcessorContext<Object, Object> context = new MockProcessorContext<>();

    private static void onItsThread(Runnable test) throws InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                test.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        done.join();
    }

    private void polls(boolean anything) {
        haste.polled(anything, haste.next(NOON, REST));
    }

    @Test
    void restsWhenNothingHasComeForLongerThanACommitTakes() throws InterruptedException {
        onItsThread(() -> {
            List<Duration> waits = new ArrayList<>();
            polls(true);
            for (int i = 0; i < 4; i++) {
                waits.add(haste.next(NOON, REST));
                haste.polled(false, waits.getLast());
            }
            assertThat(waits).containsExactly(SHORT, SHORT, SHORT, REST);
            polls(true);
            assertThat(haste.next(NOON, REST)).isEqualTo(SHORT);
        });
    }

    @Test
    void neverWaitsLongerThanItIsTold() throws InterruptedException {
        onItsThread(() -> assertThat(haste.next(NOON, Duration.ZERO)).isEqualTo(Duration.ZERO));
    }

    @Test
    void waitsForTheNextAlarmOfItsThreadAndWhatThatDidIsCommitted() throws InterruptedException {
        onItsThread(() -> {
            for (int i = 0; i < 4; i++) {
                polls(false);
            }
            context.setCurrentSystemTimeMs(NOON.toEpochMilli());
            new Alarm(context, SHORT, now -> {}).noLaterThan(NOON.plusMillis(40));

            assertThat(haste.next(NOON, REST)).isEqualTo(Duration.ofMillis(40));
            haste.polled(false, Duration.ofMillis(40));

            Instant then = NOON.plusMillis(40);
            assertThat(haste.next(then, REST))
                    .as("it rings before the next poll")
                    .isEqualTo(Duration.ZERO);
            haste.polled(false, Duration.ZERO);
            assertThat(haste.next(then, REST)).isEqualTo(SHORT);
        });
    }

    @Test
    void alarmsOfOtherThreadsAreNotItsOwn() throws InterruptedException {
        onItsThread(() -> haste.next(NOON, REST));
        context.setCurrentSystemTimeMs(NOON.toEpochMilli());
        new Alarm(context, SHORT, now -> {}).noLaterThan(NOON.plusMillis(5));
        onItsThread(() -> assertThat(haste.next(NOON, REST)).isEqualTo(SHORT));
    }
}
