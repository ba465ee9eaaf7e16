package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.schemas.avro.MessageStatus.AVAILABLE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who sends on behalf of another must be named by its entry, and is seen by everybody concerned. */
@ExtendWith(BudkavleExtension.class)
class RepresentationTest {

    private final Budkavle budkavle;
    private Agency represented;
    private Agency representative;
    private Agency recipient;

    RepresentationTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agencies() {
        represented = budkavle.newAgency("represented");
        representative = budkavle.newAgency("representative");
        recipient = budkavle.newAgency("recipient");
    }

    @Test
    void aRepresentativeIsSeenInInboxAndTrace() {
        names(representative, null, "urn:example:e2e:note");

        var receipt = representative.sends(onBehalf());

        var item = recipient.inbox().waitUntilReceived(receipt.messageId());
        assertThat(item.path("sender").asText()).isEqualTo(represented.address());
        assertThat(item.path("onBehalfOf").asText()).isEqualTo(represented.organisation());
        // The represented one is answerable: it is its message, and it sees who acted.
        var trace = represented.trace(receipt.messageId()).waitUntil(AVAILABLE);
        assertThat(trace.events().getFirst().path("type").asText()).isEqualTo("ACCEPTED");
        assertThat(trace.events().getFirst().path("actor").asText()).isEqualTo(representative.organisation());
    }

    @Test
    void whoIsNotNamedIsRefused() {
        representative.posts(onBehalf()).expectProblem(403, "not-representative");
    }

    @Test
    void whoIsNamedForAnotherTypeIsRefused() {
        names(representative, null, "urn:example:another");

        representative.posts(onBehalf()).expectProblem(403, "not-representative");
    }

    @Test
    void whoWasNamedUntilNowIsRefused() {
        names(representative, Instant.now().minusSeconds(1), "urn:example:e2e:note");

        representative.posts(onBehalf()).expectProblem(403, "not-representative");
    }

    /** The registry is asked again when it is released: what holds then, counts. */
    @Test
    void whoIsNotNamedAnyMoreAtTheReleaseEndsUndeliverable() {
        names(representative, null);
        var receipt = representative.sends(
                onBehalf().with("notBefore", Instant.now().plusSeconds(4).toString()));
        represented.trace(receipt.messageId()).waitUntil(se.budkavle.schemas.avro.MessageStatus.SCHEDULED);

        represented.put(represented.address(), represented.claim()).expect(200);

        var reason = represented
                .trace(receipt.messageId())
                .waitUntil(se.budkavle.schemas.avro.MessageStatus.UNDELIVERABLE)
                .delivery(recipient.address())
                .path("reason");
        assertThat(reason.path("code").asText()).isEqualTo("not-representative");
    }

    private Draft onBehalf() {
        return message()
                .to(recipient.address())
                .from(represented.address())
                .with("onBehalfOf", represented.organisation());
    }

    /** @param validTo null: for good */
    private void names(Agency who, @org.jspecify.annotations.Nullable Instant validTo, String... types) {
        ObjectNode entry = represented.claim();
        ObjectNode named = entry.putArray("representatives").addObject().put("organisation", who.organisation());
        var array = named.putArray("types");
        for (String type : types) {
            array.add(type);
        }
        if (validTo != null) {
            named.put("validTo", validTo.toString());
        }
        represented.put(represented.address(), entry).expect(200);
    }
}
