package se.budkavle.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

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

    /** A message, whosever it is. */
    JsonNode sees(String messageId) {
        return call("GET", "/v1/operator/messages/" + messageId)
                .send()
                .expect(200)
                .json();
    }

    Answer changesAddress(String address, String what) {
        return call("POST", "/v1/operator/addresses/" + Http.encoded(address) + "/" + what)
                .json("{\"reason\": \"e2e\"}")
                .send();
    }

    /** What an id stands for. */
    Answer searches(String id) {
        return call("GET", "/v1/operator/search?q=" + Http.encoded(id)).send().expect(200);
    }

    /** The one thing of a kind that an id stands for, as soon as it is found. */
    JsonNode waitUntilFound(String id, String kind) {
        return await(kind + " of an id")
                .until(
                        () -> searches(id)
                                .json()
                                .path("items")
                                .valueStream()
                                .filter(item -> item.path("kind").asText().equals(kind))
                                .toList(),
                        found -> found.size() == 1)
                .getFirst();
    }

    /** How an organisation's subscriptions fare; more of a filter, such as {@code &status=ACTIVE}. */
    JsonNode subscriptionsOf(String organisation, String filter) {
        return call("GET", "/v1/operator/subscriptions?organisation=" + Http.encoded(organisation) + filter)
                .send()
                .expect(200)
                .json();
    }

    /** How a subscription fares. */
    JsonNode seesHowItFares(Subscribed subscription) {
        return subscriptionsOf(subscription.agency().organisation(), "")
                .path("items")
                .valueStream()
                .filter(each -> each.path("id").asText().equals(subscription.id()))
                .findFirst()
                .orElseThrow();
    }

    Answer suspends(Subscribed subscription, String reason) {
        return call("POST", "/v1/operator/subscriptions/" + subscription.id() + "/suspend")
                .json(Http.JSON.createObjectNode().put("reason", reason))
                .send();
    }

    Answer resumes(Subscribed subscription) {
        return call("POST", "/v1/operator/subscriptions/" + subscription.id() + "/resume")
                .send();
    }

    /** Subscribes to what is for operators, to be pulled, and gives the path of the feed. */
    String subscribes(String type) {
        var token = budkavle.token("0203:operator.example.se", "operator:read subscriptions:write");
        var body = Agency.subscriptionOf("PULL", type);
        var subscribed = budkavle.call("POST", "/v1/subscriptions")
                .token(token)
                .json(body)
                .send()
                .expect(201);
        return "/v1/subscriptions/" + subscribed.json().path("id").asText() + "/notifications";
    }

    /** What a feed holds about an organisation. */
    List<JsonNode> toldOf(String organisation, String feed) {
        return call("GET", feed + "?limit=1000")
                .send()
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .filter(event -> event.path("subject").asText().equals(organisation))
                .toList();
    }

    /** How an organisation's messages fare. */
    Answer health(String organisation) {
        return call("GET", "/v1/operator/organisations/" + Http.encoded(organisation))
                .send();
    }

    /** The books. */
    JsonNode balance() {
        return call("GET", "/v1/operator/balance").send().expect(200).json();
    }

    /** Begins a job over a filter, such as {@code {"subscriptionId": "…"}}. */
    Answer begins(String jobs, ObjectNode body) {
        return call("POST", "/v1/operator/" + jobs).json(body).send();
    }

    /** Replays all dead letters of a subscription, and gives the job as it ended. */
    JsonNode replaysAllOf(String subscriptionId) {
        return waitUntilEnded(
                "replays",
                begins("replays", ofSubscription(subscriptionId))
                        .expect(202)
                        .json()
                        .path("id")
                        .asText());
    }

    /** The body of a job over a subscription's dead letters. */
    static ObjectNode ofSubscription(String subscriptionId) {
        var body = Http.JSON.createObjectNode().put("ratePerSecond", 1000);
        body.putObject("filter").put("subscriptionId", subscriptionId);
        return body;
    }

    JsonNode job(String jobs, String id) {
        return call("GET", "/v1/operator/" + jobs + "/" + id).send().expect(200).json();
    }

    JsonNode waitUntilEnded(String jobs, String id) {
        return await("end of " + jobs + "/" + id).until(() -> job(jobs, id), job -> Set.of("DONE", "STOPPED")
                .contains(job.path("status").asText()));
    }

    Http.Call call(String method, String path) {
        return budkavle.call(method, path).token(token);
    }
}
