package se.budkavle.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who repeats what is not answered yet asks nobody anything more, and gets the answer that came meanwhile. */
class UnderWayTest {

    private final UnderWay<String, String> underWay = new UnderWay<>(Duration.ofHours(1), 100);
    private final List<CompletableFuture<Optional<String>>> asked = new ArrayList<>();

    private CompletableFuture<Optional<String>> ask(String what) {
        return underWay.ask(what, () -> {
            var answer = new CompletableFuture<Optional<String>>();
            asked.add(answer);
            return answer;
        });
    }

    @Test
    void whoAsksAgainSharesTheAnswer() {
        var first = ask("a");
        var again = ask("a");

        assertThat(asked).hasSize(1);
        asked.getFirst().complete(Optional.of("yes"));
        assertThat(first).isCompletedWithValue(Optional.of("yes"));
        assertThat(again).isCompletedWithValue(Optional.of("yes"));
    }

    @Test
    void somethingElseIsAskedByItself() {
        var _ = ask("a");
        var _ = ask("b");

        assertThat(asked).hasSize(2);
    }

    @Test
    void anAnswerThatCameWhenNobodyWaitedIsTheNextOnes() {
        var _ = ask("a");
        asked.getFirst().complete(Optional.of("yes"));

        assertThat(ask("a")).isCompletedWithValue(Optional.of("yes"));
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatSomebodyWasToldIsAskedAnew() {
        var first = ask("a");
        asked.getFirst().complete(Optional.of("yes"));
        underWay.forget("a", first);

        assertThat(ask("a")).isNotDone();
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatCameToNothingIsAskedAnew() {
        var _ = ask("a");
        asked.getFirst().complete(Optional.empty());

        var _ = ask("a");

        assertThat(asked).hasSize(2);
    }

    @Test
    void whatFailedIsAskedAnew() {
        var _ = ask("a");
        asked.getFirst().completeExceptionally(new IllegalStateException());

        var _ = ask("a");

        assertThat(asked).hasSize(2);
    }

    @Test
    void whatComesToNothingAtOnceDoesNotStay() {
        var _ = underWay.ask("a", () -> CompletableFuture.completedFuture(Optional.empty()));

        var _ = ask("a");

        assertThat(asked).hasSize(1);
    }
}
