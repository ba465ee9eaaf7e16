package se.budkavle.local.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HooksTest {

    private final Hooks hooks = new Hooks();

    @Test
    void oneThatNobodyKnowsAnswersWell() {
        assertThat(hooks.get("new").behaviour().isGood()).isTrue();
        assertThat(hooks.get("new").received()).isEmpty();
    }

    @Test
    void theLastRequestsAreRememberedOldestFirst() {
        for (int i = 0; i <= Hooks.REMEMBERED; i++) {
            hooks.remember("busy", request("body " + i));
        }

        var received = hooks.get("busy").received();

        assertThat(received).hasSize(Hooks.REMEMBERED);
        assertThat(received.getFirst().body()).isEqualTo("body 1");
        assertThat(received.getLast().body()).isEqualTo("body " + Hooks.REMEMBERED);
    }

    @Test
    void theOneUsedLongestAgoMakesRoom() {
        for (int i = 0; i < Hooks.MOST; i++) {
            hooks.remember("hook-" + i, request(""));
        }
        hooks.remember("hook-0", request(""));

        hooks.remember("one-more", request(""));

        assertThat(hooks.get("hook-1").received()).isEmpty();
        assertThat(hooks.get("hook-0").received()).hasSize(2);
    }

    @Test
    void whatIsForgottenAnswersWellAgain() {
        hooks.behave("broken", new Hooks.Behaviour(500, 0));
        hooks.remember("broken", request(""));

        hooks.forget("broken");

        assertThat(hooks.behaviour("broken").isGood()).isTrue();
        assertThat(hooks.get("broken").received()).isEmpty();
    }

    private static Hooks.Received request(String body) {
        return new Hooks.Received(Instant.EPOCH, 204, Map.of(), body);
    }
}
