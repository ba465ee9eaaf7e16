package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Event.event;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events from their publisher to those who subscribe. */
@ExtendWith(BudkavleExtension.class)
class EventTest {

    private static final String SCHEMA =
            "{\"type\": \"object\", \"required\": [\"road\"], \"properties\": {\"road\": {\"type\": \"string\", \"maxLength\": 4}}}";

    private final Budkavle budkavle;
    private Agency publisher;
    private Agency subscriber;
    private String type;
    private Webhook webhook;

    EventTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agencies() throws Exception {
        publisher = budkavle.newAgencyWithoutAddress("publisher");
        subscriber = budkavle.newAgencyWithoutAddress("subscriber");
        type = publisher.eventType("roadworks.changed");
        webhook = Webhook.open();
    }

    @AfterEach
    void close() {
        webhook.close();
    }

    @Test
    void anEventInEachModeReachesAnotherOrganisation() {
        subscriber.subscribes(webhook, type);
        var structured = event(type).about("E4/Lund").with("severity", "high").data("{\"length\": 1.10}");
        var batched = event(type).data("\"text\"");
        var second = event(type).with("datacontenttype", "text/plain").data("\"å\"");

        publisher.publishes(structured);
        publisher.publishes(batched, second);
        var binaryId = Budkavle.fresh("event");
        publisher
                .call("POST", "/v1/events")
                .header("ce-specversion", "1.0")
                .header("ce-id", binaryId)
                .header("ce-source", "/e2e")
                .header("ce-type", type)
                .header("ce-subject", "v%C3%A4g%20E4")
                .body("image/png", new byte[] {1, 2, 3})
                .send()
                .expect(202);

        var post = webhook.waitUntilReceived(structured.id());
        webhook.isSigned(post);
        assertThat(post.event().path("subject").asText()).isEqualTo("E4/Lund");
        assertThat(post.event().path("severity").asText()).isEqualTo("high");
        assertThat(post.body()).contains("\"length\":1.10");
        assertThat(webhook.waitUntilReceived(batched.id()).event().path("data").asText())
                .isEqualTo("text");
        assertThat(webhook.waitUntilReceived(second.id()).event().path("data").asText())
                .isEqualTo("å");
        var binary = webhook.waitUntilReceived(binaryId).event();
        assertThat(binary.path("subject").asText()).isEqualTo("väg E4");
        assertThat(binary.path("datacontenttype").asText()).isEqualTo("image/png");
        assertThat(binary.path("data_base64").asText()).isEqualTo("AQID");
    }

    @Test
    void aRepeatIsTheSameNotification() {
        subscriber.subscribes(webhook, type);
        var event = event(type);

        publisher.publishes(event);
        publisher.publishes(event);
        var marker = event(type);
        publisher.publishes(marker);

        webhook.waitUntilReceived(marker.id());
        assertThat(webhook.events())
                .filteredOn(each -> each.event().path("id").asText().equals(event.id()))
                .isNotEmpty()
                .extracting(Webhook.Received::id)
                .containsOnly(webhook.waitUntilReceived(event.id()).id());
    }

    @Test
    void anEventOfALimitedTypeIsForItsAudienceOnly() throws Exception {
        var outsider = budkavle.newAgencyWithoutAddress("outsider");
        publisher.registers(
                type, "{\"visibility\": \"LIMITED\", \"audience\": [\"" + subscriber.organisation() + "\"]}");
        var open = publisher.eventType("open");
        try (var outside = Webhook.open()) {
            outsider.subscribes(outside, type, open);
            subscriber.subscribes(webhook, type);

            var event = event(type).about("one");
            publisher.publishes(event);
            webhook.waitUntilReceived(event.id());
            // The same subject: it comes behind whatever else there is for the outsider.
            var marker = event(open).about("one");
            publisher.publishes(marker);

            outside.waitUntilReceived(marker.id());
            assertThat(outside.events()).extracting(Webhook.Received::type).containsOnly(open);
        }
        subscriber.call("GET", "/v1/event-types/" + type).send().expect(200);
        outsider.call("GET", "/v1/event-types/" + type).send().expectProblem(404, "not-found");
        assertThat(outsider.call("GET", "/v1/event-types?q=" + type)
                        .send()
                        .expect(200)
                        .json()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void anEventIsToldWhenItsTimeHasComeAndNotBefore() {
        subscriber.subscribes(webhook, type);
        var due = Instant.now().plusSeconds(3);
        var scheduled = event(type).about("one").with("notbefore", due.toString());
        var marker = event(type).about("two");

        publisher.publishes(scheduled, marker);

        webhook.waitUntilReceived(marker.id());
        webhook.waitUntilReceived(scheduled.id());
        assertThat(Instant.now()).isAfterOrEqualTo(due);
    }

    @Test
    void dataThatBreaksItsTypesSchemaIsRefusedAndNothingOfItsBatch() {
        publisher.registers(type, "{\"schema\": " + SCHEMA + "}");
        subscriber.subscribes(webhook, type);

        var refused = publisher
                .posts(event(type).data("{\"road\": \"E4\"}"), event(type).data("{\"road\": \"0ffending\"}"))
                .expectProblem(400, "data-breaks-schema");
        assertThat(refused.json().at("/issues/0/pointer").asText()).isEqualTo("/1/data/road");
        assertThat(refused.json().at("/issues/0/code").asText()).isEqualTo("too-long");
        assertThat(refused.text()).doesNotContain("0ffending");

        var marker = event(type).data("{\"road\": \"E6\"}");
        publisher.publishes(marker);
        webhook.waitUntilReceived(marker.id());
        assertThat(webhook.events()).hasSize(1);
    }

    @Test
    void nobodyPublishesOrRegistersTheTypesOfOthers() {
        publisher.registers(type, "{}");

        subscriber.posts(event(type)).expectProblem(403, "event-type-not-yours");
        subscriber.posts(event("se.budkavle.message.accepted")).expectProblem(403, "event-type-not-yours");
        subscriber.call("PUT", "/v1/event-types/" + type).json("{}").send().expectProblem(403, "event-type-not-yours");
        publisher
                .call("PUT", "/v1/event-types/se.budkavle.mine")
                .json("{}")
                .send()
                .expectProblem(403, "event-type-not-yours");
    }

    @Test
    void anOperatorGivesAType() {
        var given = "se.example." + Budkavle.fresh("given");
        budkavle.operator()
                .call("PUT", "/v1/event-types/" + given)
                .json("{\"owner\": \"" + publisher.organisation() + "\"}")
                .send()
                .expect(201);
        subscriber.subscribes(webhook, given);
        var event = event(given);

        publisher.publishes(event);

        webhook.waitUntilReceived(event.id());
    }

    @Test
    void anEventTypeIsReadAndChangedByItsVersion() {
        var created = publisher.registers(type, "{\"description\": \"one\", \"schema\": " + SCHEMA + "}");
        var read = publisher.call("GET", "/v1/event-types/" + type).send().expect(200);

        assertThat(read.header("ETag")).isEqualTo("\"1\"").isEqualTo(created.header("ETag"));
        assertThat(read.json().path("schema").path("type").asText()).isEqualTo("object");
        assertThat(read.json().path("owner").asText()).isEqualTo(publisher.organisation());
        // What was read can be sent back.
        publisher
                .call("PUT", "/v1/event-types/" + type)
                .json(read.json())
                .send()
                .expect(200);
        publisher
                .call("PUT", "/v1/event-types/" + type)
                .header("If-Match", "\"1\"")
                .json("{\"description\": \"two\"}")
                .send()
                .expect(200);
        publisher
                .call("PUT", "/v1/event-types/" + type)
                .header("If-Match", "\"1\"")
                .json("{\"description\": \"three\"}")
                .send()
                .expectProblem(412, "precondition-failed");
        assertThat(subscriber
                        .call("GET", "/v1/event-types?owner=" + Http.encoded(publisher.organisation()))
                        .send()
                        .expect(200)
                        .json()
                        .at("/items/0/version")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aSuspendedOrganisationPublishesNothing() {
        var operator = budkavle.operator();
        var path = "/v1/operator/organisations/" + Http.encoded(publisher.organisation());
        operator.call("POST", path + "/suspend").json("{}").send().expect(204);

        publisher.posts(event(type)).expectProblem(403, "organisation-suspended");

        operator.call("POST", path + "/resume").json("{}").send().expect(204);
        publisher.publishes(event(type));
    }
}
