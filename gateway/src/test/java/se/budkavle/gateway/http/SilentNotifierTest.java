package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static se.budkavle.gateway.http.TestGateway.json;
import static se.budkavle.gateway.http.TestGateway.problem;
import static se.budkavle.gateway.http.TestGateway.send;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.RefusedException;

/** Two notifiers, of which one hangs: it keeps its connections, as a process does that was stopped, and answers nothing. */
class SilentNotifierTest {

    private static final String PATH = "/v1/messages/0198a1c0-0000-7000-8000-000000000001/receipts";
    private static final String ASKED = "/internal" + PATH;
    private static final String SIGN_OF_LIFE = "/health/liveness";

    private final CountDownLatch thaw = new CountDownLatch(1);
    private TestNotifier healthy;
    private TestNotifier frozen;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        healthy = new TestNotifier();
        healthy.answer(SIGN_OF_LIFE, "{}");
        healthy.answer(ASKED, page("healthy"));
        frozen = new TestNotifier();
        frozen.answer(SIGN_OF_LIFE, "{}");
        frozen.answer(ASKED, page("not frozen"));
        gateway = new TestGateway(Map.of(
                "budkavle.gateway.notifier.urls",
                healthy.url() + "," + frozen.url(),
                // Who waits at one that hangs would wait longer than this test does.
                "budkavle.gateway.notifier.timeout",
                "10m",
                "budkavle.gateway.notifier.heartbeat-interval",
                "50ms",
                "budkavle.gateway.notifier.heartbeat-timeout",
                "500ms"));
    }

    @AfterEach
    void stop() {
        thaw.countDown();
        gateway.close();
        frozen.close();
        healthy.close();
    }

    @Test
    void whoWaitsAtOneThatHangsIsAnsweredByTheOther() throws Exception {
        await().until(() -> answer().equals("not frozen"));
        var reached = new CountDownLatch(1);
        frozen.answer(ASKED, asked -> {
            // Only now does it hang: whoever asks has begun to wait.
            frozen.answer(SIGN_OF_LIFE, sign -> whenThawed("{}"));
            reached.countDown();
            return whenThawed(page("thawed"));
        });

        assertThat(answer()).isEqualTo("healthy");
        assertThat(answer()).isEqualTo("healthy");
        assertThat(reached.getCount())
                .as("one of the two was at the frozen one first")
                .isZero();

        // It is asked no more: it would not answer.
        for (int i = 0; i < 10; i++) {
            assertThat(answer()).isEqualTo("healthy");
        }
        thaw.countDown();
        await().atMost(Duration.ofSeconds(20)).until(() -> answer().equals("thawed"));
    }

    @Test
    void whoHasHalfAnAnswerOfOneThatHangsIsAnsweredByTheOther() throws Exception {
        await().until(() -> answer().equals("not frozen"));
        var reached = new CountDownLatch(1);
        frozen.halfway(ASKED, () -> {
            frozen.answer(SIGN_OF_LIFE, sign -> whenThawed("{}"));
            reached.countDown();
            whenThawed("");
        });

        assertThat(answer()).isEqualTo("healthy");
        assertThat(answer()).isEqualTo("healthy");
        assertThat(reached.getCount())
                .as("one of the two was at the frozen one first")
                .isZero();
    }

    @Test
    void oneThatHangsIsWaitedForWhereAllHang() throws Exception {
        for (var each : new TestNotifier[] {healthy, frozen}) {
            each.answer(SIGN_OF_LIFE, sign -> whenThawed("{}"));
            each.answer(ASKED, asked -> whenThawed(page("thawed")));
        }
        var asked = TestGateway.sendAsync(gateway.signedIn(PATH, "messages:read"));
        // With twenty of them, 50 ms apart, the first have run out.
        await().until(() -> healthy.timesAsked(SIGN_OF_LIFE) > 20 && frozen.timesAsked(SIGN_OF_LIFE) > 20);
        assertThat(asked).isNotDone();

        thaw.countDown();
        assertThat(asked.get().body()).contains("thawed");
    }

    @Test
    void theOtherHalfOfAnAnswerIsNotWaitedForForEver() throws Exception {
        frozen.halfway(ASKED, () -> whenThawed(""));
        try (var alone = new TestGateway(
                Map.of("budkavle.gateway.notifier.urls", frozen.url(), "budkavle.gateway.notifier.timeout", "300ms"))) {
            problem(send(alone.signedIn(PATH, "messages:read")), 503, "unavailable");
        }
    }

    @Test
    void norIsTheOtherHalfOfAContent() {
        frozen.answer("/internal/v1/inbox/x/content", "content");
        frozen.halfway("/internal/v1/inbox/x/content", () -> whenThawed(""));
        try (var alone = new TestGateway(
                Map.of("budkavle.gateway.notifier.urls", frozen.url(), "budkavle.gateway.notifier.timeout", "300ms"))) {
            var notifier = alone.context().getBean(NotifierClient.class);

            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> notifier.content(UriQuery.path("internal", "v1", "inbox", "x", "content")))
                    .satisfies(refused -> assertThat(refused.refusal().code()).isEqualTo(ProblemCode.UNAVAILABLE));
        }
    }

    private String answer() throws Exception {
        return json(send(gateway.signedIn(PATH, "messages:read")), 200)
                .path("items")
                .get(0)
                .path("digest")
                .asText();
    }

    private static String page(String digest) {
        return "{\"items\": [{\"receipt\": {}, \"digest\": \"%s\", \"jws\": null}], \"next\": null}".formatted(digest);
    }

    private String whenThawed(String answer) {
        try {
            thaw.await();
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
