package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static se.budkavle.gateway.http.TestGateway.AGENCY;
import static se.budkavle.gateway.http.TestGateway.json;
import static se.budkavle.gateway.http.TestGateway.problem;
import static se.budkavle.gateway.http.TestGateway.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.gateway.json.LineReader;
import se.budkavle.gateway.registry.AddressRequests;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressKind;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.OrganisationStatus;

/** Imports, exports, batches, lists and looking up over HTTP, with a notifier and a registry, but without Kafka. */
class BulkHttpTest {

    private static final String PERSON = "person:" + "0a".repeat(32);
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static TestNotifier notifier;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        notifier = new TestNotifier();
        gateway = new TestGateway(Map.of(
                "budkavle.gateway.notifier.urls",
                notifier.url(),
                "budkavle.gateway.lookup-key",
                KEY,
                "budkavle.gateway.batch.max-lines",
                3));
        put("in.0203:other.se", "0203:other.se", AddressKind.FUNCTION, true);
        put("out.0203:agency.se", AGENCY, AddressKind.ORGANISATION, true);
        put("unlisted.0203:other.se", "0203:other.se", AddressKind.COMPANY, false);
        put(PERSON, AGENCY, AddressKind.PERSON, false);
        put("person:" + "0b".repeat(32), "0203:other.se", AddressKind.PERSON, false);
    }

    private static void put(String address, String organisation, AddressKind kind, boolean listed) {
        gateway.context()
                .getBean(Registry.class)
                .copy()
                .putAddress(
                        address,
                        Address.newBuilder()
                                .setAddress(address)
                                .setOrganisation(organisation)
                                .setKind(kind)
                                .setListed(listed)
                                .setDisplayName("Name")
                                .setVersion(7)
                                .setUpdatedAt(Instant.EPOCH)
                                .setUpdatedBy(organisation)
                                .build());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        notifier.close();
    }

    private static HttpResponse<String> post(String path, String scope, String type, String body) throws Exception {
        return send(gateway.signedIn(path, scope).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private static List<JsonNode> lines(HttpResponse<String> answer) throws IOException {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(LineReader.MEDIA_TYPE);
        var lines = new ArrayList<JsonNode>();
        for (var line : answer.body().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void anImportTellsBadLinesAndFromWhereToRepeat() throws Exception {
        var report = json(
                post(
                        "/v1/addresses/import",
                        "addresses:write",
                        LineReader.MEDIA_TYPE,
                        "{\n{\"address\": \"in.0203:agency.se\"}\n{\n"),
                200);

        assertThat(report.path("lines").asInt()).isEqualTo(1);
        assertThat(report.path("refused").asInt()).isEqualTo(1);
        assertThat(report.at("/problems/0/line").asInt()).isEqualTo(1);
        assertThat(report.at("/problems/0/code").asText()).isEqualTo("malformed-json");
        // Without Kafka nothing is confirmed.
        assertThat(report.path("resumeAt").asInt()).isEqualTo(2);
    }

    @Test
    void anImportMayBeMuchLongerThanOtherBodies() throws Exception {
        int count = 20_000;
        var line = ("{\"address\": \"in.0203:agency.se\", \"none\": \"" + "x".repeat(1000) + "\"}\n")
                .getBytes(StandardCharsets.UTF_8);
        InputStream body = new SequenceInputStream(Collections.enumeration(Collections.nCopies(count, line).stream()
                .map(java.io.ByteArrayInputStream::new)
                .toList()));

        var report = json(
                send(gateway.signedIn("/v1/addresses/import", "operator:write")
                        .header("Content-Type", LineReader.MEDIA_TYPE)
                        .POST(BodyPublishers.ofInputStream(() -> body))),
                200);

        assertThat(report.path("refused").asInt()).isEqualTo(count);
        assertThat(report.path("problems").size()).isEqualTo(1000);
        assertThat(report.path("moreProblems").asBoolean()).isTrue();
        assertThat(report.path("resumeAt").isNull()).isTrue();
    }

    @Test
    void anExportHasAllThatIsListedAndOnesOwnAndCanBeImported() throws Exception {
        var answer = send(gateway.signedIn("/v1/addresses", "").header("Accept", LineReader.MEDIA_TYPE));

        var entries = lines(answer);
        assertThat(entries)
                .extracting(entry -> entry.path("address").asText())
                .containsExactly("in.0203:other.se", "out.0203:agency.se", PERSON);
        for (var entry : answer.body().lines().toList()) {
            assertThat(AddressRequests.parseLine(entry.getBytes(StandardCharsets.UTF_8), AGENCY, Instant.EPOCH)
                            .orRefuse()
                            .entry()
                            .getDisplayName())
                    .isEqualTo("Name");
        }
    }

    @Test
    void anExportIsFilteredAsAListIs() throws Exception {
        var answer = send(gateway.signedIn("/v1/addresses?kind=FUNCTION&organisation=0203:OTHER.se&q=in.", "")
                .header("Accept", LineReader.MEDIA_TYPE));

        assertThat(lines(answer))
                .extracting(entry -> entry.path("address").asText())
                .containsExactly("in.0203:other.se");
    }

    @Test
    void anExportOfWhatIsNoKindIsAProblem() throws Exception {
        problem(
                send(gateway.signedIn("/v1/addresses?kind=ANIMAL", "").header("Accept", LineReader.MEDIA_TYPE)),
                400,
                "invalid-parameter");
    }

    @Test
    void aListShowsNoPersonsNotEvenOnesOwn() throws Exception {
        var page = json(send(gateway.signedIn("/v1/addresses", "")), 200);

        assertThat(page.path("items"))
                .extracting(entry -> entry.path("address").asText())
                .containsExactly("in.0203:other.se", "out.0203:agency.se");
        assertThat(page.path("next").isNull()).isTrue();
    }

    @Test
    void capabilitiesSayWhetherAndWhyNot() throws Exception {
        var yes = json(send(gateway.signedIn("/v1/addresses/in.0203:other.se/capabilities?type=urn:x:y", "")), 200);

        assertThat(yes.path("accepts").asBoolean()).isTrue();
        assertThat(yes.path("reason").isNull()).isTrue();
        problem(
                send(gateway.signedIn("/v1/addresses/in.0203:other.se/capabilities?confidentialityLevel=x", "")),
                400,
                "invalid-parameter");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                             | malformed-json  | ''
            {                                              | malformed-json  | ''
            {}                                             | invalid-request | /personalIdentityNumber
            {"personalIdentityNumber": 191212121212}       | invalid-request | /personalIdentityNumber
            {"personalIdentityNumber": "191212121213"}     | invalid-request | /personalIdentityNumber
            {"personalIdentityNumber": "191212121212", "name": "x"} | invalid-request | /name
            """)
    void whoIsLookedUpMustBeAPerson(String body, String code, String pointer) throws Exception {
        var answer = post("/v1/addresses/lookup", "addresses:lookup", "application/json", body);

        assertThat(problem(answer, 400, code).at("/issues/0/pointer").asText()).isEqualTo(pointer);
        assertThat(answer.body()).doesNotContain("19121212121");
    }

    @Test
    void whatCannotBeAuditedIsNotToldAndWhatCannotBeReadIsNotDenied() throws Exception {
        put(
                "person:6352af149e826f2d873dff69170fafb04f00b16e27f4e3198f181a8fce79458d",
                "0203:other.se",
                AddressKind.PERSON,
                false);

        problem(
                post(
                        "/v1/addresses/lookup",
                        "addresses:lookup",
                        "application/json",
                        "{\"personalIdentityNumber\": \"19121212-1212\"}"),
                503,
                "not-confirmed");
        problem(
                post(
                        "/v1/addresses/lookup",
                        "addresses:lookup",
                        "application/json",
                        "{\"personalIdentityNumber\": \"189001019802\"}"),
                503,
                "unavailable");
    }

    @Test
    void aMessageThatIsNotConfirmedIsNotAccepted() throws Exception {
        var answer = post(
                "/v1/messages",
                "messages:send",
                "application/json",
                "{\"recipients\": [\"in.0203:other.se\"], \"type\": \"urn:x:y\", \"contentType\": \"a/b\", \"contentText\": \"x\"}");

        problem(answer, 503, "not-confirmed");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("RateLimit-Remaining")).isPresent();
    }

    @Test
    void aBatchAnswersEachLine() throws Exception {
        var answer = post(
                "/v1/messages/batch",
                "messages:send",
                LineReader.MEDIA_TYPE,
                "{\n[]\n{\"recipients\": [\"in.0203:other.se\"], \"type\": \"urn:x:y\", \"contentType\": \"a/b\","
                        + " \"contentText\": \"x\", \"idempotencyKey\": \"k\"}\n{}\n{}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207);
        assertThat(lines(answer))
                .extracting(
                        line -> line.path("line").asInt(),
                        line -> line.path("status").asInt(),
                        line -> line.at("/problem/code").asText())
                .containsExactly(
                        tuple(1, 400, "malformed-json"),
                        tuple(2, 400, "malformed-json"),
                        tuple(3, 503, "not-confirmed"),
                        tuple(4, 413, "too-many-lines"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/messages/batch,        messages:send,    application/json,     415, unsupported-media-type",
        "POST, /v1/addresses/import,      addresses:write,  application/json,     415, unsupported-media-type",
        "POST, /v1/addresses/lookup,      addresses:lookup, text/plain,           415, unsupported-media-type",
        "POST, /v1/messages/batch,        messages:read,    application/x-ndjson, 403, missing-scope",
        "POST, /v1/addresses/import,      messages:send,    application/x-ndjson, 403, missing-scope",
        "POST, /v1/addresses/lookup,      addresses:write,  application/json,     403, missing-scope",
        "GET,  /v1/messages,              messages:send,    application/json,     403, missing-scope",
        "GET,  /v1/operator/balance,      messages:read,    application/json,     403, missing-scope",
        "GET,  /v1/messages?status=GONE,  messages:read,    application/json,     400, invalid-parameter",
        "GET,  /v1/messages?limit=1001,   messages:read,    application/json,     400, invalid-parameter",
        "GET,  /v1/messages?after=x,      messages:read,    application/json,     400, invalid-cursor",
        "GET,  /v1/messages?caseId=%00,   messages:read,    application/json,     400, invalid-parameter"
    })
    void whatIsRefused(String method, String path, String scope, String type, int status, String code)
            throws Exception {
        var answer = send(gateway.signedIn(path, scope)
                .header("Content-Type", type)
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}")));

        problem(answer, status, code);
    }

    @Test
    void onesOwnMessagesAreFoundByTheHashOfTheCaseId() throws Exception {
        notifier.answer("/internal/v1/messages", "{\"items\": [{\"messageId\": \"m\"}], \"next\": \"raw\"}");

        var page = json(
                send(gateway.signedIn(
                        "/v1/messages?caseId=191212121212&conversationId=c&senderMessageId=s&status=HELD",
                        "messages:read")),
                200);

        assertThat(page.at("/items/0/messageId").asText()).isEqualTo("m");
        assertThat(page.path("next").asText()).isNotEmpty().isNotEqualTo("raw");
        assertThat(notifier.lastAsked().getQuery())
                .contains("organisation=" + AGENCY, "conversationId=c", "senderMessageId=s", "status=HELD")
                .contains("caseIdHash=0ad1650c200424ebcc3f6c0c0d680b432bb8a9972b92afb3538069c1e1779de9")
                .doesNotContain("191212121212");
    }

    @Test
    void theBooksAreShownToOperators() throws Exception {
        notifier.answer("/internal/v1/balance", "{\"balanced\": true, \"organisations\": []}");

        var books = json(send(gateway.signedIn("/v1/operator/balance", "operator:read")), 200);

        assertThat(books.path("balanced").asBoolean()).isTrue();
    }

    @Test
    void howOrganisationsFareIsShownToOperators() throws Exception {
        notifier.answer("/internal/v1/organisations", """
                {"items": [{"organisation": "0203:b.se", "state": "FAILING", "place": "0-1-0203:b.se"}],
                 "next": "0-1-0203:b.se"}""");
        notifier.answer(
                "/internal/v1/organisations/0203:b.se",
                "{\"organisation\": \"0203:b.se\", \"state\": \"FAILING\", \"place\": \"0-1-0203:b.se\"}");

        var page = json(send(gateway.signedIn("/v1/operator/organisations?limit=1", "operator:read")), 200);
        var one = json(send(gateway.signedIn("/v1/operator/organisations/0203:B.se", "operator:read")), 200);

        assertThat(page.at("/items/0")).isEqualTo(one);
        assertThat(one.path("state").asText()).isEqualTo("FAILING");
        assertThat(one.has("place")).isFalse();
        var next = page.path("next").asText();
        assertThat(next).isNotEqualTo("0-1-0203:b.se");
        send(gateway.signedIn("/v1/operator/organisations?after=" + next, "operator:read"));
        assertThat(notifier.lastAsked().getQuery()).contains("after=0-1-0203:b.se");
        problem(
                send(gateway.signedIn("/v1/operator/organisations/0203:unheard.se", "operator:read")),
                404,
                "not-found");
        assertThat(one.path("status").asText()).isEqualTo("ACTIVE");
        problem(send(gateway.signedIn("/v1/operator/organisations", "messages:read")), 403, "missing-scope");
    }

    @Test
    void whetherAnOrganisationIsSuspendedIsShownAlsoWhereItHasSentNothing() throws Exception {
        gateway.context()
                .getBean(Registry.class)
                .copy()
                .putOrganisation(
                        "0203:braked.se",
                        Organisation.newBuilder()
                                .setOrganisation("0203:braked.se")
                                .setStatus(OrganisationStatus.SUSPENDED)
                                .setStatusReason("under-investigation")
                                .setUpdatedAt(Instant.EPOCH)
                                .setUpdatedBy(AGENCY)
                                .build());

        var braked = json(send(gateway.signedIn("/v1/operator/organisations/0203:braked.se", "operator:read")), 200);

        assertThat(braked.path("status").asText()).isEqualTo("SUSPENDED");
        assertThat(braked.path("statusReason").asText()).isEqualTo("under-investigation");
        assertThat(braked.path("state").isNull()).isTrue();
    }

    @Test
    void whatIsForOperatorsNobodyElseSubscribesTo() throws Exception {
        var answer = send(gateway.signedIn("/v1/subscriptions", "subscriptions:write")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                        {"name": "n", "types": ["se.a.b", "se.budkavle.operator.organisation-silent"],
                         "channel": {"kind": "PULL"}}""")));

        problem(answer, 403, "missing-scope");
    }
}
