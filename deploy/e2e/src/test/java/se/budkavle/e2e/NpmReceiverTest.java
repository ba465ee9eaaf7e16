package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.e2e.EventTypes.AVAILABLE;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What others' libraries say of what a webhook receives. */
@ExtendWith(BudkavleExtension.class)
class NpmReceiverTest {

    private final Budkavle budkavle;
    private Receiver receiver;
    private Agency agency;
    private Webhook webhook;

    NpmReceiverTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void subscriber() throws Exception {
        receiver = Receiver.install();
        agency = budkavle.newAgency("agency");
        webhook = Webhook.open();
    }

    @AfterEach
    void close() {
        if (webhook != null) {
            webhook.close();
        }
    }

    @Test
    void theyAcceptWhatIsSignedWithASharedSecretAndRefuseWhatWasTamperedWith() throws Exception {
        var subscription = agency.subscribes(webhook, AVAILABLE);
        var post = webhook.waitUntilReceived(
                AVAILABLE, agency.sends(message().to(agency.address())).messageId());

        var accepted = receiver.receives(post, post.body(), subscription.secret());
        var refused = receiver.receives(post, tampered(post), subscription.secret());

        assertThat(accepted)
                .isEqualTo(new Receiver.Verdict(
                        0, AVAILABLE + " " + post.event().path("id").asText()));
        assertThat(refused.exitCode()).isEqualTo(1);
    }

    @Test
    void whatIsSignedWithAKeyPairHoldsByThePublicKeyAlone() throws Exception {
        var body = Agency.subscription(webhook.url(), AVAILABLE);
        body.withObject("/channel").put("signature", "ED25519");
        var subscription = agency.requestsSubscription(body).waitUntil("ACTIVE");
        var publicKey = subscription
                .state()
                .path("signingKeys")
                .path(0)
                .path("publicKey")
                .asText();
        var messageId = agency.sends(message().to(agency.address())).messageId();
        var post = org.awaitility.Awaitility.await()
                .until(() -> webhook.successful(AVAILABLE, messageId), posts -> !posts.isEmpty())
                .getFirst();

        var accepted = receiver.receivesAsymmetric(post, post.body(), publicKey);
        var refused = receiver.receivesAsymmetric(post, tampered(post), publicKey);

        assertThat(subscription.secret()).isEmpty();
        assertThat(accepted.exitCode()).as(accepted.output()).isZero();
        assertThat(refused.exitCode()).isEqualTo(1);
    }

    private static String tampered(Webhook.Received post) {
        var body = post.body().replace("AVAILABLE", "REJECTED ");
        assertThat(body).isNotEqualTo(post.body());
        return body;
    }
}
