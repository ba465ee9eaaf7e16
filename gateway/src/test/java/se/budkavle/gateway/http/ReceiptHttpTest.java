package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.gateway.http.TestGateway.AGENCY;
import static se.budkavle.gateway.http.TestGateway.json;
import static se.budkavle.gateway.http.TestGateway.problem;
import static se.budkavle.gateway.http.TestGateway.send;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Receipts and their keys over HTTP, with a notifier that answers as the real one does. */
class ReceiptHttpTest {

    private static final String MESSAGE = "0198a1c0-0000-7000-8000-000000000001";
    private static final String PATH = "/v1/messages/" + MESSAGE + "/receipts";
    private static final String INTERNAL = "/internal" + PATH;
    private static final String JWKS = "/.well-known/jwks.json";
    private static final String KEYS = "/internal/v1/receipt-keys";

    private TestNotifier notifier;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        notifier = new TestNotifier();
        gateway = new TestGateway(Map.of(
                "budkavle.gateway.notifier.urls", notifier.url(), "budkavle.gateway.receipt-keys.fresh-for", "0s"));
    }

    @AfterEach
    void stop() {
        gateway.close();
        notifier.close();
    }

    @ParameterizedTest
    @CsvSource({"messages:read, true, false", "inbox:read, false, true", "messages:read inbox:read, true, true"})
    void whatATokenIsForDecidesAsWhatItsOrganisationAsks(String scopes, boolean asSender, boolean asRecipient)
            throws Exception {
        notifier.answer(INTERNAL, "{\"items\": [{\"receipt\": {}, \"digest\": \"d\", \"jws\": null}], \"next\": null}");

        var page = json(send(gateway.signedIn(PATH, scopes)), 200);

        assertThat(page.path("items").get(0).path("digest").asText()).isEqualTo("d");
        assertThat(page.path("items").get(0).path("jws").isNull()).isTrue();
        assertThat(notifier.lastAsked().getQuery())
                .contains("organisation=" + AGENCY, "asSender=" + asSender, "asRecipient=" + asRecipient);
    }

    @Test
    void aCursorIsOfThisMessagesReceiptsAlone() throws Exception {
        notifier.answer(INTERNAL, "{\"items\": [], \"next\": \"place\"}");

        var next = json(send(gateway.signedIn(PATH, "messages:read")), 200)
                .path("next")
                .asText();

        json(send(gateway.signedIn(PATH + "?after=" + next, "messages:read")), 200);
        assertThat(notifier.lastAsked().getQuery()).contains("after=place");
        problem(
                send(gateway.signedIn(
                        "/v1/messages/0198a1c0-0000-7000-8000-000000000002/receipts?after=" + next, "messages:read")),
                400,
                "invalid-cursor");
    }

    @Test
    void ofAMessageThatIsNotOnesThereAreNone() throws Exception {
        problem(send(gateway.signedIn(PATH, "messages:read")), 404, "not-found");
    }

    @Test
    void anybodyFindsTheKeysAlsoWhileTheNotifierDoesNotGiveThem() throws Exception {
        var keys = "{\"keys\":[{\"kty\":\"OKP\",\"kid\":\"k\"}]}";
        notifier.answer(KEYS, keys);

        var answer = send(gateway.request(JWKS));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(keys);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=300");

        notifier.answer(KEYS, "");
        assertThat(send(gateway.request(JWKS)).body()).isEqualTo(keys);
    }

    @Test
    void aNewKeyIsSoonThereBesideTheOld() throws Exception {
        notifier.answer(KEYS, "{\"keys\":[{\"kid\":\"old\"}]}");
        send(gateway.request(JWKS));
        notifier.answer(KEYS, "{\"keys\":[{\"kid\":\"new\"},{\"kid\":\"old\"}]}");

        assertThat(json(send(gateway.request(JWKS)), 200).path("keys"))
                .extracting(key -> key.path("kid").asText())
                .containsExactly("new", "old");
    }

    @Test
    void whereTheKeysWereNeverReadItIsSaid() throws Exception {
        problem(send(gateway.request(JWKS)), 503, "unavailable");
    }
}
