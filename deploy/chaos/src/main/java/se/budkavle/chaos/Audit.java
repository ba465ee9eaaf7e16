package se.budkavle.chaos;

import java.time.Duration;
import java.util.List;
import se.budkavle.chaos.account.Accepted;
import se.budkavle.chaos.account.Answered;
import se.budkavle.chaos.account.Books;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.load.Api;

/** Asks the system for its own books until they agree with the clients', as they are written once a second. */
final class Audit {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Api api;
    private final String token;

    Audit(Api api, String token) {
        this.api = api;
        this.token = token;
    }

    /** What differs in the end; nothing: they agree. */
    List<Finding> compare(List<Accepted> accepted, List<Answered> answered) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<Finding> findings = once(accepted, answered);
            if (findings.isEmpty() || System.nanoTime() > deadline) {
                return findings;
            }
            Thread.sleep(PAUSE);
        }
    }

    private List<Finding> once(List<Accepted> accepted, List<Answered> answered) throws InterruptedException {
        Api.Answer answer = api.send(Api.Request.get("/v1/operator/balance", token), 0, ANSWER);
        return answer.status() == 200
                ? Books.compare(answer.json(), accepted, answered)
                : List.of(new Finding(Finding.Kind.UNBALANCED, "all", "the books answer " + answer.status()));
    }
}
