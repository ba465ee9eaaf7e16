package se.budkavle.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who repeats what is not answered yet asks nobody anything more. */
class UnderWayTest {

    private final UnderWay<String, String> underWay = new UnderWay<>();
    private final List<CompletableFuture<String>> asked = new ArrayList<>();

    private CompletableFuture<String> ask(String what) {
        return underWay.ask(what, () -> {
            var answer = new CompletableFuture<String>();
            asked.add(answer);
            return answer;
        });
    }

    @Test
    void whoAsksAgainSharesTheAnswer() {
        var first = ask("a");
        var again = ask("a");

        assertThat(asked).hasSize(1);
        asked.getFirst().complete("yes");
        assertThat(first).isCompletedWithValue("yes");
        assertThat(again).isCompletedWithValue("yes");
    }

    @Test
    void somethingElseIsAskedByItself() {
        var _ = ask("a");
        var _ = ask("b");

        assertThat(asked).hasSize(2);
    }

    @Test
    void whatIsAnsweredIsAskedAnew() {
        var _ = ask("a");
        asked.getFirst().complete("yes");

        var anew = ask("a");

        assertThat(asked).hasSize(2);
        assertThat(anew).isNotDone();
    }

    @Test
    void whatFailedIsAskedAnew() {
        var _ = ask("a");
        asked.getFirst().completeExceptionally(new IllegalStateException());

        var _ = ask("a");

        assertThat(asked).hasSize(2);
    }

    @Test
    void whatIsAnsweredAtOnceDoesNotStay() {
        var _ = underWay.ask("a", () -> CompletableFuture.completedFuture("no room"));

        var _ = ask("a");

        assertThat(asked).hasSize(1);
    }
}
