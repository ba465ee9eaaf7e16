package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.gateway.http.TestGateway.json;
import static se.budkavle.gateway.http.TestGateway.send;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.gateway.registry.RegistryCopy;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressKind;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.Visibility;

/** What is found is put together of what the notifier and the registries know, and never says what was looked for. */
class SearchHttpTest {

    private static final String PATH = "/v1/operator/search?q=";
    private static final String INTERNAL = "/internal/v1/search";
    private static final String OTHER = "0203:other.se";
    private static final String PERSON = "person:" + "0b".repeat(32);
    private static final String SUBSCRIPTION = "0190f5f1-0000-7000-8000-00000000000a";
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String NOTHING = "{\"exact\": [], \"items\": [], \"next\": null}";

    private static TestNotifier notifier;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        notifier = new TestNotifier();
        gateway = new TestGateway(Map.of(
                "budkavle.gateway.notifier.urls",
                notifier.url(),
                "budkavle.gateway.lookup-key",
                "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="));
        RegistryCopy copy = gateway.context().getBean(Registry.class).copy();
        for (var address : List.of("in.0203:other.se", OTHER, PERSON)) {
            copy.putAddress(address, address(address));
        }
        copy.putSubscription(SUBSCRIPTION, subscription());
        copy.putEventType("se.other.Changed", eventType("se.other.Changed"));
    }

    @BeforeEach
    void nothing() {
        notifier.answer(INTERNAL, NOTHING);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        notifier.close();
    }

    @ParameterizedTest
    @CsvSource({
        "in.0203:other.se,           ADDRESS,      address,        /v1/addresses/in.0203%3Aother.se",
        "IN.0203:Other.se,           ADDRESS,      address,        /v1/addresses/in.0203%3Aother.se",
        "0190F5F1-0000-7000-8000-00000000000A, SUBSCRIPTION, subscriptionId,"
                + " /v1/operator/dead-letters?subscriptionId=0190f5f1-0000-7000-8000-00000000000a",
        "%20se.other.Changed%20,     EVENT_TYPE,   eventType,      /v1/event-types/se.other.Changed"
    })
    void whatTheRegistriesHave(String id, String kind, String matched, String href) throws Exception {
        var items = search(id).path("items");

        assertThat(items).hasSize(1);
        assertThat(items.get(0).path("kind").asText()).isEqualTo(kind);
        assertThat(items.get(0).path("matched").asText()).isEqualTo(matched);
        assertThat(items.get(0).path("href").asText()).isEqualTo(href);
        assertThat(items.get(0).path("organisation").asText()).isEqualTo(OTHER);
        assertThat(items.get(0).path("at").asText()).isEqualTo(NOW.toString());
    }

    @Test
    void anOrganisationIsKnownByWhatItHas() throws Exception {
        var items = search(OTHER).path("items");

        assertThat(items).extracting(item -> item.path("kind").asText()).containsExactly("ADDRESS", "ORGANISATION");
        assertThat(items.get(1).path("href").asText()).isEqualTo("/v1/addresses?organisation=0203%3Aother.se");
        assertThat(items.get(1).path("at").isNull()).isTrue();
    }

    @Test
    void aPersonIsFoundByThoseWhoMayLookPersonsUp() throws Exception {
        assertThat(search(PERSON).path("items")).isEmpty();
        assertThat(search(PERSON, "operator:read addresses:lookup").path("items"))
                .hasSize(1);
    }

    @Test
    void whatHasTheIdItselfComesFirst() throws Exception {
        notifier.answer(INTERNAL, """
                {"exact": [{"kind": "DEAD_LETTER", "id": "d", "organisation": null, "matched": "deadLetterId",
                            "at": "2026-06-01T12:00:00Z"}],
                 "items": [{"kind": "MESSAGE", "id": "m", "organisation": "0203:a.se", "matched": "caseId",
                            "at": "2026-06-01T12:00:00.123Z"}], "next": "0001.m"}""");

        var page = search("KS%201");
        var items = page.path("items");

        assertThat(items)
                .extracting(item -> item.path("href").asText())
                .containsExactly("/v1/operator/dead-letters/d", "/v1/operator/messages/m");
        assertThat(items.get(1).path("at").asText()).isEqualTo("2026-06-01T12:00:00.123Z");
        assertThat(page.toString()).doesNotContain("KS");
        assertThat(notifier.lastAsked().getQuery()).contains("q=KS 1").containsPattern("caseIdHash=[0-9a-f]{64}(&|$)");

        var next = page.path("next").asText();
        search("KS%201&after=" + next);
        assertThat(notifier.lastAsked().getQuery()).contains("after=0001.m");
        TestGateway.problem(
                send(gateway.signedIn(PATH + "KS%202&after=" + next, "operator:read")), 400, "invalid-cursor");
    }

    @Test
    void whatIsTooLongIsRefusedByName() throws Exception {
        var problem = TestGateway.problem(
                send(gateway.signedIn(PATH + "a".repeat(256), "operator:read")), 400, "invalid-parameter");

        assertThat(problem.at("/issues/0/pointer").asText()).isEqualTo("q");
        assertThat(problem.toString()).doesNotContain("aaaa");
        assertThat(search("a".repeat(255)).path("next").isNull()).isTrue();
    }

    private static JsonNode search(String id) throws Exception {
        return search(id, "operator:read");
    }

    private static JsonNode search(String id, String scope) throws Exception {
        return json(send(gateway.signedIn(PATH + id, scope)), 200);
    }

    private static Address address(String address) {
        return Address.newBuilder()
                .setAddress(address)
                .setOrganisation(OTHER)
                .setKind(address.startsWith("person:") ? AddressKind.PERSON : AddressKind.FUNCTION)
                .setUpdatedAt(NOW)
                .setUpdatedBy(OTHER)
                .build();
    }

    private static Subscription subscription() {
        return Subscription.newBuilder()
                .setSubscriptionId(SUBSCRIPTION)
                .setOrganisation(OTHER)
                .setName("n")
                .setTypes(List.of("a.b"))
                .setChannel(ChannelKind.PULL)
                .setStatusSince(NOW)
                .setCreatedAt(NOW)
                .setUpdatedAt(NOW)
                .setUpdatedBy(OTHER)
                .build();
    }

    private static EventType eventType(String type) {
        return EventType.newBuilder()
                .setType(type)
                .setOrganisation(OTHER)
                .setVisibility(Visibility.PUBLIC)
                .setUpdatedAt(NOW)
                .setUpdatedBy(OTHER)
                .build();
    }
}
