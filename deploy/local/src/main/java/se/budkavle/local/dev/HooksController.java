package se.budkavle.local.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.JsonFields;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Refusal;

/** {@code /dev/hooks/{name}}: POST is a webhook, GET shows what it got, oldest first ({@code ?limit=}: the last ones), PUT breaks and mends it, DELETE forgets. */
@Controller("/dev/hooks/{name:[A-Za-z0-9._-]+}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class HooksController {

    private static final String VERIFICATION = "se.budkavle.subscription.verification";
    private static final int LONGEST_DELAY_MILLIS = 60_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Hooks hooks;

    HooksController(Hooks hooks) {
        this.hooks = hooks;
    }

    @Post(consumes = MediaType.ALL, produces = MediaType.TEXT_PLAIN)
    HttpResponse<String> receive(String name, HttpRequest<?> request, @Body byte @Nullable [] body)
            throws InterruptedException {
        var behaviour = hooks.behaviour(name);
        String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
        String challenge = behaviour.isGood() ? challenge(text) : null;
        int status = challenge == null ? behaviour.status() : HttpStatus.OK.getCode();
        hooks.remember(
                name,
                new Hooks.Received(
                        Instant.now().truncatedTo(ChronoUnit.MILLIS), status, headers(request), shortened(text)));
        Thread.sleep(behaviour.delayMillis());
        return challenge == null ? HttpResponse.status(status, "") : HttpResponse.ok(challenge);
    }

    @Get
    ObjectNode show(String name, @QueryValue(defaultValue = "100") int limit) {
        var hook = hooks.get(name);
        int skipped = Math.max(0, hook.received().size() - Math.max(1, limit));
        ObjectNode answer = JSON.createObjectNode()
                .put("status", hook.behaviour().status())
                .put("delayMillis", hook.behaviour().delayMillis());
        var items = answer.putArray("items");
        for (var received : hook.received().subList(skipped, hook.received().size())) {
            items.addObject()
                    .put("receivedAt", received.at().toString())
                    .put("answered", received.status())
                    .<ObjectNode>set("body", json(received.body()))
                    .set("headers", JSON.valueToTree(received.headers()));
        }
        return answer;
    }

    @Put
    @Status(HttpStatus.NO_CONTENT)
    void behave(String name, @Body byte @Nullable [] body) {
        var issues = new Issues();
        var fields = new JsonFields(
                StrictJson.object(body == null ? new byte[0] : body, issues).orRefuse(), "", issues);
        Integer status = fields.integer("status", 200, 599);
        Integer delay = fields.integer("delayMillis", 0, LONGEST_DELAY_MILLIS);
        fields.refuseOthers();
        if (!issues.isEmpty()) {
            throw Refusal.invalid(issues.list()).asException();
        }
        var good = Hooks.Behaviour.GOOD;
        hooks.behave(
                name,
                new Hooks.Behaviour(
                        status == null ? good.status() : status, delay == null ? good.delayMillis() : delay));
    }

    @Delete
    @Status(HttpStatus.NO_CONTENT)
    void forget(String name) {
        hooks.forget(name);
    }

    /** What a new subscription's endpoint is asked to repeat, as http-api.md has it. */
    private static @Nullable String challenge(String body) {
        JsonNode event = json(body);
        return VERIFICATION.equals(event.path("type").asText())
                ? event.path("data").path("challenge").asText()
                : null;
    }

    private static JsonNode json(String text) {
        try {
            JsonNode parsed = JSON.readTree(text);
            return parsed.isMissingNode() ? TextNode.valueOf(text) : parsed;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private static Map<String, String> headers(HttpRequest<?> request) {
        var headers = new TreeMap<String, String>();
        request.getHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return headers;
    }

    private static String shortened(String text) {
        return text.length() <= Hooks.LONGEST_BODY ? text : text.substring(0, Hooks.LONGEST_BODY);
    }
}
