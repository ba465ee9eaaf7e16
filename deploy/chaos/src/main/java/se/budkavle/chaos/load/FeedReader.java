package se.budkavle.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.account.Ledger;

/** Pulls the notifications of one subscription: page after page, waiting for news. */
final class FeedReader {

    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Api api;
    private final String token;
    private final String name;
    private final String id;

    FeedReader(Api api, String token, String name, String id) {
        this.api = api;
        this.token = token;
        this.name = name;
        this.id = id;
    }

    /** Goes on until it is interrupted, and writes down what it sees. */
    void follow(Ledger ledger) {
        String after = "";
        try {
            while (!Thread.currentThread().isInterrupted()) {
                String path = "/v1/subscriptions/" + id + "/notifications?limit=1000&wait=" + WAIT.toSeconds();
                String page = after.isEmpty() ? path : path + "&after=" + Api.encoded(after);
                Api.Answer answer = api.send(Api.Request.get(page, token).waiting(WAIT), name.hashCode(), PATIENCE);
                if (answer.status() != 200) {
                    ledger.find(new Finding(Finding.Kind.UNTOLD, name, "the feed answers " + answer.status()));
                    return;
                }
                for (JsonNode event : answer.json().path("items")) {
                    ledger.tell(Sink.notice(name, event));
                }
                after = answer.json().path("next").asText();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
