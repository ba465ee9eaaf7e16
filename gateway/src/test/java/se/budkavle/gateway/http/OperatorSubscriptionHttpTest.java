package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.gateway.http.TestGateway.AGENCY;
import static se.budkavle.gateway.http.TestGateway.json;
import static se.budkavle.gateway.http.TestGateway.problem;
import static se.budkavle.gateway.http.TestGateway.send;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.gateway.registry.RegistryCopy;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/** All subscriptions over HTTP, as operators see them, with a notifier that answers as the real one does. */
class OperatorSubscriptionHttpTest {

    private static final String FAILING = "0198a1c0-0000-7000-8000-000000000001";
    private static final String PAUSED = "0198a1c0-0000-7000-8000-000000000002";
    private static final String PULLED = "0198a1c0-0000-7000-8000-000000000003";
    private static final String OTHER = "0203:other.se";
    private static final String PATH = "/v1/operator/subscriptions";

    private TestNotifier notifier;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        notifier = new TestNotifier();
        gateway = new TestGateway(Map.of("budkavle.gateway.notifier.urls", notifier.url()));
        var copy = gateway.context().getBean(Registry.class).copy();
        put(copy, subscription(FAILING, AGENCY).setUrl("https://hooks.agency.se:8443/path-secret?key=query-secret"));
        put(
                copy,
                subscription(PAUSED, OTHER).setStatus(SubscriptionStatus.PAUSED).setUrl("http://[2001:db8::1]/hook"));
        put(copy, subscription(PULLED, OTHER).setChannel(ChannelKind.PULL));
    }

    private static void put(RegistryCopy copy, Subscription.Builder entry) {
        copy.putSubscription(entry.getSubscriptionId(), entry.build());
    }

    private static Subscription.Builder subscription(String id, String organisation) {
        var now = Instant.parse("2026-05-01T12:00:00Z");
        return Subscription.newBuilder()
                .setSubscriptionId(id)
                .setOrganisation(organisation)
                .setName("n")
                .setTypes(List.of("a.b"))
                .setChannel(ChannelKind.WEBHOOK)
                .setStatus(SubscriptionStatus.ACTIVE)
                .setStatusSince(now)
                .setCreatedAt(now)
                .setUpdatedAt(now)
                .setUpdatedBy(organisation);
    }

    @AfterEach
    void stop() {
        gateway.close();
        notifier.close();
    }

    private JsonNode list(String query) throws Exception {
        return json(send(gateway.signedIn(PATH + query, "operator:read")), 200);
    }

    private static List<String> ids(JsonNode page) {
        return page.path("items").findValuesAsText("id");
    }

    @Test
    void eachIsShownWithHowItFares() throws Exception {
        notifier.answer(
                "/internal/v1/subscription-figures/pending",
                "{\"items\": [{\"id\": \"%s\", \"pending\": 7, \"oldestPendingAt\": \"2026-05-01T12:00:00.001Z\"}, {\"id\": \"%s\", \"pending\": 0, \"oldestPendingAt\": null}]}"
                        .formatted(FAILING, PAUSED));
        notifier.answer(
                "/internal/v1/subscription-figures/attempts",
                "{\"items\": [{\"id\": \"%s\", \"attempts\": 3, \"failures\": 2, \"lastSuccessAt\": \"2026-05-01T11:00:00Z\"}, {\"id\": \"%s\", \"attempts\": 0, \"failures\": 0, \"lastSuccessAt\": null}]}"
                        .formatted(FAILING, PAUSED));

        var items = list("").path("items");

        assertThat(items.path(0).toString())
                .contains(
                        "\"pending\":7",
                        "\"oldestPendingAt\":\"2026-05-01T12:00:00.001Z\"",
                        "\"attempts\":3",
                        "\"failures\":2",
                        "\"failureRate\":0.667",
                        "\"lastSuccessAt\":\"2026-05-01T11:00:00Z\"");
        assertThat(items.path(1).path("pending").isNumber()).isTrue();
        assertThat(items.path(1).path("failureRate").isNull()).isTrue();
        assertThat(items.path(2).path("pending").isNull()).isTrue();
        assertThat(items.path(2).path("attempts").isNull()).isTrue();
    }

    @Test
    void ofAMessageIsToldWhatIsYetToBePushedAgain() throws Exception {
        var id = "0190f5f1-0000-7000-8000-000000000001";
        notifier.answer("/internal/v1/messages/" + id, "{\"messageId\": \"%s\"}".formatted(id));
        var operators = gateway.signedIn("/v1/operator/messages/" + id, "operator:read");
        assertThat(json(send(operators), 200).path("retries").isNull())
                .as("nobody can tell")
                .isTrue();

        notifier.answer("/internal/v1/messages/" + id + "/retries", "{\"items\": [{\"retry\": 4}], \"next\": null}");

        assertThat(json(send(operators), 200).path("retries").findValuesAsText("retry"))
                .containsExactly("4");
        assertThat(json(send(gateway.signedIn("/v1/messages/" + id, "messages:read")), 200)
                        .has("retries"))
                .as("to its sender")
                .isFalse();
    }

    @Test
    void ofAnUrlNothingIsShownButTheHost() throws Exception {
        var page = list("");

        assertThat(page.toString()).doesNotContain("secret");
        assertThat(page.path("items").findValuesAsText("endpoint"))
                .containsExactly("https://hooks.agency.se:8443", "http://[2001:db8::1]", "null");
    }

    @Test
    void withoutTheNotifierTheyAreShownWithoutFigures() throws Exception {
        notifier.close();

        var page = list("");

        assertThat(ids(page)).containsExactly(FAILING, PAUSED, PULLED);
        assertThat(page.path("items")).allMatch(each -> each.path("pending").isNull());
    }

    @Test
    void theyAreFilteredAndReadPageByPage() throws Exception {
        assertThat(ids(list("?status=ACTIVE"))).containsExactly(FAILING, PULLED);
        assertThat(ids(list("?organisation=" + OTHER))).containsExactly(PAUSED, PULLED);
        assertThat(ids(list("?status=ACTIVE&organisation=" + OTHER))).containsExactly(PULLED);

        var first = list("?status=ACTIVE&limit=1");
        var second = list("?status=ACTIVE&limit=1&after="
                + URLEncoder.encode(first.path("next").asText(), StandardCharsets.UTF_8));

        assertThat(ids(first)).containsExactly(FAILING);
        assertThat(ids(second)).containsExactly(PULLED);
        assertThat(second.path("next").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  '?status=active',              operator:read,  400, invalid-parameter",
        "GET,  '?organisation=a%2Fb',         operator:read,  400, invalid-parameter",
        "GET,  '?after=abc',                  operator:read,  400, invalid-cursor",
        "GET,  '',                            operator:write, 403, missing-scope",
        "POST, /no-uuid/suspend,              operator:write, 404, not-found",
        "POST, /no-uuid/resume,               operator:write, 404, not-found",
        "POST, /" + FAILING + "/suspend,      operator:read,  403, missing-scope",
        "POST, /" + FAILING + "/suspend,      operator:write, 503, not-confirmed",
        "POST, /" + FAILING + "/resume,       operator:write, 503, not-confirmed"
    })
    void whatIsRefused(String method, String path, String scope, int status, String code) throws Exception {
        var body = method.equals("GET")
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString("{\"reason\": \"endpoint-floods-us\"}");

        var answer = send(gateway.signedIn(PATH + path, scope)
                .header("Content-Type", "application/json")
                .method(method, body));

        problem(answer, status, code);
    }

    @ParameterizedTest
    @CsvSource({"{}", "{\"reason\": \"Free text\"}", "{\"reason\": null}"})
    void aSuspensionSaysWhyInACode(String body) throws Exception {
        var answer = send(gateway.signedIn(PATH + "/" + FAILING + "/suspend", "operator:write")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));

        problem(answer, 400, "invalid-request");
    }
}
