package se.budkavle.notifier.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import se.budkavle.notifier.api.LongPoll;
import se.budkavle.notifier.api.LongPoll.Result;

class WaitersTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Waiters waiters = new Waiters(1);

    @Test
    void newsBetweenRegisteringAndWaitingAreNotMissed() throws InterruptedException {
        try (Waiters.Waiter waiter = waiters.register(List.of("a", "b"))) {
            waiters.signal("b");

            assertThat(waiter.await(LONG)).isTrue();
        }
    }

    @Test
    void newsOfOthersWakeNobodyAndTimeEnds() throws InterruptedException {
        try (Waiters.Waiter waiter = waiters.register(List.of("a"))) {
            waiters.signal("b");

            assertThat(waiter.await(Duration.ofMillis(1))).isFalse();
        }
    }

    @Test
    void onlySoManyWaitAndLeavingMakesRoom() {
        Waiters.Waiter first = waiters.register(List.of("a"));

        assertThat(waiters.register(List.of("a"))).isNull();
        assertThat(waiters.waiting()).isEqualTo(1);

        first.close();
        assertThat(waiters.waiting()).isZero();
        assertThat(waiters.register(List.of("a"))).isNotNull();
    }

    @Test
    void aRequestEndsWhenWhatItWaitsForArrives() throws Exception {
        AtomicReference<String> arrived = new AtomicReference<>();
        CompletableFuture<Result<String>> request =
                CompletableFuture.supplyAsync(() -> LongPoll.await(waiters, List.of("a"), LONG, arrived::get));

        arrived.set("news");
        waiters.signal("a");

        assertThat(request.get(10, TimeUnit.SECONDS)).isEqualTo(new Result.Found<>("news"));
        assertThat(waiters.waiting()).isZero();
    }

    @Test
    void aRequestTooManyIsToldSoAndOneThatDoesNotWaitNeedsNoPlace() {
        Waiters.Waiter other = waiters.register(List.of("a"));

        Result<String> waiting = LongPoll.await(waiters, List.of("a"), LONG, () -> null);
        Result<String> notWaiting = LongPoll.await(waiters, List.of("a"), Duration.ZERO, () -> null);

        assertThat(waiting).isInstanceOf(Result.Crowded.class);
        assertThat(notWaiting).isInstanceOf(Result.Nothing.class);
        other.close();
    }

    @Test
    void anAnswerFromElsewhereMakesItLookAgain() {
        AtomicReference<String> arrived = new AtomicReference<>();
        CompletableFuture<String> elsewhere = new CompletableFuture<>();

        Result<String> result = LongPoll.await(waiters, List.of("a"), LONG, arrived::get, left -> {
            arrived.set("news");
            elsewhere.complete("answer");
            return List.of(elsewhere);
        });

        assertThat(result).isEqualTo(new Result.Found<>("news"));
    }
}
