package se.budkavle.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator asks about the dead letters of one subscription, and orders. */
public final class Desk {

    private static final String REPLAYS = "/v1/operator/replays";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Api api;
    private final String token;
    private final String subscriptionId;

    /** For one subscription. */
    public Desk(Api api, String token, String subscriptionId) {
        this.api = api;
        this.token = token;
        this.subscriptionId = subscriptionId;
    }

    /** How many dead letters a replay would replay, as far as they are counted. */
    public long open() throws InterruptedException, IOException {
        return ask("POST", REPLAYS, body(1).put("dryRun", true)).path("matched").asLong();
    }

    /**
     * Begins a replay of all that are open.
     *
     * @return the job
     */
    public String replay(int perSecond) throws InterruptedException, IOException {
        return ask("POST", REPLAYS, body(perSecond)).path("id").asText();
    }

    private ObjectNode body(int perSecond) {
        ObjectNode body = Api.JSON.createObjectNode().put("ratePerSecond", perSecond);
        body.putObject("filter").put("subscriptionId", subscriptionId);
        return body;
    }

    /** How a job goes. */
    public JsonNode job(String id) throws InterruptedException, IOException {
        return ask("GET", REPLAYS + "/" + id, null);
    }

    /** All dead letters that there are, whatever became of them. */
    public List<JsonNode> deadLetters() throws InterruptedException, IOException {
        List<JsonNode> all = new ArrayList<>();
        String path = "/v1/operator/dead-letters?limit=1000&subscriptionId=" + subscriptionId;
        JsonNode page;
        String next = "";
        do {
            page = ask("GET", path + next, null);
            page.path("items").forEach(all::add);
            next = "&after=" + Api.encoded(page.path("next").asText());
        } while (page.path("next").isTextual());
        return all;
    }

    private JsonNode ask(String method, String path, @Nullable JsonNode body) throws InterruptedException, IOException {
        Api.Answer answer = api.send(new Api.Request(method, path, token, null, body, Duration.ZERO), 0, PATIENCE);
        if (answer.status() != 200 && answer.status() != 202) {
            throw new IOException("%s %s: %d".formatted(method, path, answer.status()));
        }
        return answer.json();
    }
}
