package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.e2e.EventTypes.AVAILABLE;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may what: no token, too small a token, and what belongs to others. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(BudkavleExtension.class)
class AccessTest {

    private static final String SOME_ID = "0198a1c0-0000-7000-8000-000000000000";

    private final Budkavle budkavle;
    private Agency sender;
    private Agency recipient;
    private Agency other;

    AccessTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeAll
    void agencies() {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
        other = budkavle.newAgency("other");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    GET,    /v1/me
                    POST,   /v1/messages
                    GET,    /v1/messages/ID
                    GET,    /v1/messages/ID/events
                    GET,    /v1/inbox
                    GET,    /v1/inbox/ID
                    GET,    /v1/inbox/ID/content
                    DELETE, /v1/inbox/ID/content
                    POST,   /v1/inbox/ID/acknowledgement
                    GET,    /v1/addresses
                    PUT,    /v1/addresses/abc
                    DELETE, /v1/addresses/abc
                    POST,   /v1/events
                    GET,    /v1/event-types
                    GET,    /v1/event-types/abc
                    PUT,    /v1/event-types/abc
                    GET,    /v1/subscriptions
                    POST,   /v1/subscriptions
                    GET,    /v1/subscriptions/ID
                    DELETE, /v1/subscriptions/ID
                    GET,    /v1/subscriptions/ID/attempts
                    POST,   /v1/subscriptions/ID/replay
                    GET,    /v1/audit
                    GET,    /v1/operator/dead-letters
                    GET,    /v1/operator/dead-letters/ID
                    POST,   /v1/operator/dead-letters/ID/replay
                    POST,   /v1/operator/dead-letters/ID/discard
                    GET,    /v1/operator/dead-letters/groups?by=reason
                    GET,    /v1/operator/audit
                    GET,    /v1/operator/search?q=abc
                    POST,   /v1/operator/replays
                    GET,    /v1/operator/replays
                    GET,    /v1/operator/replays/ID
                    DELETE, /v1/operator/replays/ID
                    POST,   /v1/operator/discards
                    GET,    /v1/operator/discards/ID
                    DELETE, /v1/operator/discards/ID
                    GET,    /v1/operator/organisations
                    GET,    /v1/operator/organisations/0203:a.se
                    GET,    /v1/operator/subscriptions
                    POST,   /v1/operator/subscriptions/ID/suspend
                    POST,   /v1/operator/subscriptions/ID/resume
                    POST,   /v1/operator/addresses/abc/suspend
                    POST,   /v1/operator/addresses/abc/resume
                    """)
    void nothingWithoutAToken(String method, String path) {
        var answer = budkavle.call(method, path.replace("ID", SOME_ID)).send();

        answer.expectProblem(401, "unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    GET,    /v1/operator/dead-letters
                    GET,    /v1/operator/dead-letters/ID
                    POST,   /v1/operator/dead-letters/ID/replay
                    POST,   /v1/operator/dead-letters/ID/discard
                    GET,    /v1/operator/dead-letters/groups?by=reason
                    GET,    /v1/operator/audit
                    GET,    /v1/operator/search?q=abc
                    POST,   /v1/operator/replays
                    GET,    /v1/operator/replays
                    GET,    /v1/operator/replays/ID
                    DELETE, /v1/operator/replays/ID
                    POST,   /v1/operator/discards
                    GET,    /v1/operator/discards/ID
                    DELETE, /v1/operator/discards/ID
                    GET,    /v1/operator/organisations
                    GET,    /v1/operator/organisations/0203:a.se
                    GET,    /v1/operator/subscriptions
                    POST,   /v1/operator/subscriptions/ID/suspend
                    POST,   /v1/operator/subscriptions/ID/resume
                    POST,   /v1/operator/addresses/abc/suspend
                    POST,   /v1/operator/addresses/abc/resume
                    """)
    void nothingOfTheOperatorsForAnAgency(String method, String path) {
        sender.call(method, path.replace("ID", SOME_ID)).json("{}").send().expectProblem(403, "missing-scope");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    POST,   /v1/messages
                    GET,    /v1/messages/ID
                    GET,    /v1/inbox
                    GET,    /v1/audit
                    PUT,    /v1/addresses/abc
                    POST,   /v1/subscriptions
                    """)
    void nothingWithoutItsScope(String method, String path) {
        var token = budkavle.token(sender.organisation(), "events:publish");

        budkavle.call(method, path.replace("ID", SOME_ID))
                .token(token)
                .json("{}")
                .send()
                .expectProblem(403, "missing-scope");
    }

    @Test
    void whoTriesWhatIsTheOperatorsIsInTheAudit() {
        var intruder = budkavle.newAgencyWithoutAddress("intruder");

        intruder.call("GET", "/v1/operator/dead-letters").send().expectProblem(403, "missing-scope");

        var kafka = new Kafka(budkavle.system().bootstrapServers());
        await("the attempt in the audit").untilAsserted(() -> assertThat(kafka.read("audit"::equals))
                .filteredOn(each -> intruder.organisation().equals(each.key()))
                .singleElement()
                .satisfies(each -> assertThat(new String(each.value(), StandardCharsets.ISO_8859_1))
                        .contains("operator-attempt", "GET /v1/operator/dead-letters", "missing-scope")));
    }

    @Test
    void anOperatorWhoMayLookMayNotAct() {
        var token = budkavle.token("0203:operator.example.se", "operator:read");

        budkavle.call("GET", "/v1/operator/dead-letters").token(token).send().expect(200);
        budkavle.call("POST", "/v1/operator/dead-letters/" + SOME_ID + "/replay")
                .token(token)
                .json("{}")
                .send()
                .expectProblem(403, "missing-scope");
    }

    @Test
    void aMessageIsTheSendersAlone() {
        var messageId = sender.sends(message().to(recipient.address())).messageId();
        sender.message(messageId).expect(200);

        other.message(messageId).expectProblem(404, "not-found");
        other.call("GET", "/v1/messages/" + messageId + "/events").send().expectProblem(404, "not-found");
    }

    @Test
    void anInboxIsTheRecipientsAlone() {
        var messageId = sender.sends(message().to(recipient.address())).messageId();
        recipient.inbox().waitUntilReceived(messageId);
        var stranger = other.inbox(recipient.address());

        stranger.item(messageId).expectProblem(404, "not-found");
        stranger.content("GET", messageId).expectProblem(404, "not-found");
        stranger.content("HEAD", messageId).expect(404);
        stranger.content("DELETE", messageId).expectProblem(404, "not-found");
        stranger.answers(messageId, "{\"outcome\": \"ACCEPTED\"}").expectProblem(404, "not-found");
        sender.trace(messageId).waitUntilExactly("ACCEPTED", "AVAILABLE");
    }

    @Test
    void anInboxOfOthersIsNotListed() {
        var answer = other.call("GET", "/v1/inbox?address=" + Http.encoded(recipient.address()))
                .send();

        answer.expectProblem(404, "not-found");
    }

    @Test
    void whatOneMayReadOneNeedNotOwn() {
        var messageId = sender.sends(message().to(recipient.address())).messageId();
        recipient.inbox().waitUntilReceived(messageId);

        // The recipient is not the sender: its own view is the inbox.
        recipient.message(messageId).expectProblem(404, "not-found");
    }

    @Test
    void aSubscriptionIsItsOwnersAlone() throws Exception {
        try (var webhook = Webhook.open()) {
            var path =
                    "/v1/subscriptions/" + sender.subscribes(webhook, AVAILABLE).id();

            other.call("GET", path).send().expectProblem(404, "not-found");
            other.call("GET", path + "/attempts").send().expectProblem(404, "not-found");
            other.call("GET", path + "/dead-letters").send().expectProblem(404, "not-found");
            other.call("DELETE", path).send().expectProblem(404, "not-found");
            other.call("POST", path + "/replay")
                    .json("{\"deadLetterIds\": [\"" + SOME_ID + "\"]}")
                    .send()
                    .expectProblem(404, "not-found");
            assertThat(other.call("GET", "/v1/subscriptions")
                            .send()
                            .expect(200)
                            .json()
                            .path("items"))
                    .isEmpty();
        }
    }

    @Test
    void aCursorIsTheTenantsAlone() {
        var messageId = sender.sends(message().to(recipient.address())).messageId();
        recipient.inbox().waitUntilReceived(messageId);
        var next = recipient
                .call("GET", "/v1/inbox")
                .send()
                .expect(200)
                .json()
                .path("next")
                .asText();

        other.call("GET", "/v1/inbox?after=" + Http.encoded(next)).send().expectProblem(400, "invalid-cursor");
    }

    @Test
    void anAddressOfOthersIsNotWritten() {
        var foreign = Budkavle.fresh("funktion");
        recipient.claims(foreign);

        other.put(foreign, other.claim()).expectProblem(403, "address-not-yours");
        other.call("DELETE", "/v1/addresses/" + foreign).send().expectProblem(403, "address-not-yours");
    }

    @Test
    void nobodySendsInAnothersName() {
        var answer = other.posts(message().from(sender.address()).to(recipient.address()));

        answer.expectProblem(403, "sender-not-yours");
    }
}
