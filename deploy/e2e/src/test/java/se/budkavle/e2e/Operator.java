package se.budkavle.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Who keeps the backbone running, and sees no content. */
final class Operator {

    private final Budkavle budkavle;
    private final String token;

    Operator(Budkavle budkavle) {
        this.budkavle = budkavle;
        this.token = budkavle.token("0203:operator.example.se", "operator:read operator:write");
    }

    /** Dead letters of a filter, such as {@code messageId=…&status=OPEN}. */
    List<JsonNode> deadLetters(String filter) {
        return call("GET", "/v1/operator/dead-letters?limit=1000&" + filter)
                .send()
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    /** The one dead letter of a filter, as soon as it is there. */
    JsonNode waitForDeadLetter(String filter) {
        return await("dead letter of " + filter)
                .until(() -> deadLetters(filter), found -> found.size() == 1)
                .getFirst();
    }

    Answer replays(String deadLetterId) {
        return replays(deadLetterId, false);
    }

    Answer replays(String deadLetterId, boolean force) {
        return call("POST", "/v1/operator/dead-letters/" + deadLetterId + "/replay")
                .json("{\"force\": " + force + "}")
                .send();
    }

    Answer discards(String deadLetterId, String reason) {
        return call("POST", "/v1/operator/dead-letters/" + deadLetterId + "/discard")
                .json(Http.JSON.createObjectNode().put("reason", reason))
                .send();
    }

    Answer suspends(String organisation) {
        return call("POST", "/v1/operator/organisations/" + Http.encoded(organisation) + "/suspend")
                .json("{\"reason\": \"e2e\"}")
                .send();
    }

    Answer resumes(String organisation) {
        return call("POST", "/v1/operator/organisations/" + Http.encoded(organisation) + "/resume")
                .send();
    }

    /** The books. */
    JsonNode balance() {
        return call("GET", "/v1/operator/balance").send().expect(200).json();
    }

    Http.Call call(String method, String path) {
        return budkavle.call(method, path).token(token);
    }
}
