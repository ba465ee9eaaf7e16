package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AtOnceTest {

    @Test
    void noneWaitsForTheOneBefore() {
        CountDownLatch both = new CountDownLatch(2);
        Runnable each = () -> {
            both.countDown();
            await(both);
        };

        AtOnce.run(List.of(each, each));

        assertThat(both.getCount()).isZero();
    }

    @Test
    void theFirstOfTheListThatFailedSaysWhy() {
        CompletableFuture<Void> second = new CompletableFuture<>();

        assertThatThrownBy(() -> AtOnce.run(List.of(
                        () -> {
                            second.join();
                            throw new IllegalStateException("first");
                        },
                        () -> {
                            second.complete(null);
                            throw new IllegalStateException("second");
                        })))
                .hasMessage("first");
    }

    @Test
    void whoIsInterruptedLeavesNothingBehind() {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Runnable endless = () -> {
            await(new CountDownLatch(1));
            interrupted.complete(Thread.currentThread().isInterrupted());
        };
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> AtOnce.run(List.of(endless))).isInstanceOf(IllegalStateException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted).isCompletedWithValue(true);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
