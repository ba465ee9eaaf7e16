package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.e2e.EventTypes.AVAILABLE;
import static se.budkavle.schemas.avro.MessageStatus.ACKNOWLEDGED;
import static se.budkavle.schemas.avro.MessageStatus.REJECTED;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a newcomer finds who goes on alone. */
@ExtendWith(BudkavleExtension.class)
class LocalModeTest {

    private final Budkavle budkavle;
    private Agency agency;

    LocalModeTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agencies() {
        agency = budkavle.newAgency("newcomer");
    }

    @Test
    void oneRecipientAccepts() {
        var messageId = agency.sends(message().to("test:accept")).messageId();

        agency.trace(messageId).waitUntil(ACKNOWLEDGED);
    }

    @Test
    void oneRecipientRejects() {
        var messageId = agency.sends(message().to("test:reject")).messageId();

        agency.trace(messageId).waitUntil(REJECTED);
    }

    @Test
    void oneRecipientIsSilent() {
        var silent = agency.sends(message().to("test:silent", "test:accept")).messageId();

        var trace = agency.trace(silent).waitUntil("test:accept", se.budkavle.schemas.avro.MessageStatus.ACKNOWLEDGED);

        assertThat(trace.delivery("test:silent").path("status").asText()).isEqualTo("AVAILABLE");
    }

    @Test
    void aDryRunAcceptsNothing() {
        var recipient = budkavle.newAgency("recipient");
        var dry = agency.call("POST", "/v1/messages?dryRun=true")
                .json(message().to(recipient.address()).body())
                .send();

        assertThat(dry.status()).isIn(200, 202);
        var marker = agency.sends(message().to(recipient.address())).messageId();
        recipient.inbox().hasExactly(marker);
    }

    @Test
    void aDryRunFindsWhatIsWrong() {
        agency.call("POST", "/v1/messages?dryRun=true")
                .json(message().to("nobody.is.here").body())
                .send()
                .expectProblem(422, "unknown-recipient");
    }

    @Test
    void anUnknownSenderOfOnesOwnIsCreated() {
        var sender = "utkorg." + agency.organisation();

        var messageId = agency.sends(message().from(sender).to("test:accept")).messageId();

        agency.trace(messageId).waitUntil(ACKNOWLEDGED);
        assertThat(agency.call("GET", "/v1/addresses/" + Http.encoded(sender))
                        .send()
                        .expect(200)
                        .json()
                        .path("organisation")
                        .asText())
                .isEqualTo(agency.organisation());
    }

    @Test
    void oneLearnsWhoOneIs() {
        var me = agency.call("GET", "/v1/me").send().expect(200).json();

        assertThat(me.path("organisation").asText()).isEqualTo(agency.organisation());
        assertThat(me.path("scopes").valueStream().map(scope -> scope.asText()).toList())
                .containsExactlyInAnyOrder(Agency.SCOPES.split(" "));
        assertThat(me.path("addresses").toString()).contains(agency.address());
        assertThat(me.has("limits")).isTrue();
    }

    @Test
    void anEndpointIsAlreadyThere() {
        var name = Budkavle.fresh("hook");
        var url = budkavle.system().gateway() + "/dev/hooks/" + name;
        var id = agency.call("POST", "/v1/subscriptions")
                .json(Agency.subscription(url, AVAILABLE))
                .send()
                .expect(201)
                .json()
                .path("id")
                .asText();
        new Subscribed(agency, id, "").waitUntil("ACTIVE");

        var messageId = agency.sends(message().to(agency.address())).messageId();

        await("the event at the hook").untilAsserted(() -> assertThat(budkavle.call("GET", "/dev/hooks/" + name)
                        .send()
                        .expect(200)
                        .text())
                .contains(messageId));
    }
}
