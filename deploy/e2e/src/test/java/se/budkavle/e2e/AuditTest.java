package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import se.budkavle.schemas.AuditChain;

/** Every act, and every refused attempt, can be read by operators and by whose it is, and verified by both. */
@ExtendWith(BudkavleExtension.class)
class AuditTest {

    private final Budkavle budkavle;
    private Agency agency;

    AuditTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agency() {
        agency = budkavle.newAgency("audited");
    }

    @Test
    void whatWasDoneIsThereWithWhoWhenAndFromWhere() {
        var act = own("action=put-address").getFirst();

        assertThat(act.path("organisation").asText()).isEqualTo(agency.organisation());
        assertThat(act.path("entityId").asText()).isEqualTo(agency.address());
        assertThat(act.path("outcome").asText()).isEqualTo("DONE");
        assertThat(act.path("actor").asText()).isNotBlank();
        assertThat(act.path("at").asText()).isNotBlank();
        assertThat(act.path("from").asText()).isEqualTo("127.0.0.1");
    }

    @Test
    void aRefusedAttemptIsThereToo() {
        agency.call("GET", "/v1/operator/dead-letters").send().expectProblem(403, "missing-scope");

        var attempt = own("outcome=REFUSED").getFirst();

        assertThat(attempt.path("action").asText()).isEqualTo("operator-attempt");
        assertThat(attempt.path("entityId").asText()).isEqualTo("GET /v1/operator/dead-letters");
        assertThat(attempt.path("code").asText()).isEqualTo("missing-scope");
        assertThat(attempt.path("from").asText()).isEqualTo("127.0.0.1");
    }

    @Test
    void operatorsFilterByEverything() {
        var act = own("action=put-address").getFirst();

        for (var filter : List.of("organisation", "actor", "action", "entityId", "outcome")) {
            var value = Http.encoded(act.path(filter).asText());
            assertThat(all("organisation=" + Http.encoded(agency.organisation())
                            + (filter.equals("organisation") ? "" : "&" + filter + "=" + value)))
                    .as(filter)
                    .contains(act);
        }
        var at = Http.encoded(act.path("at").asText());
        var organisation = "organisation=" + Http.encoded(agency.organisation());
        assertThat(all(organisation + "&from=" + at)).contains(act);
        assertThat(all(organisation + "&to=" + at)).doesNotContain(act);
        assertThat(all(organisation + "&action=nothing-of-ours")).isEmpty();
    }

    @Test
    void anOrganisationSeesNobodyElsesActs() {
        var other = budkavle.newAgency("other");
        await("the other's act").untilAsserted(() -> assertThat(all("entityId=" + Http.encoded(other.address())))
                .hasSize(1));

        assertThat(own("")).extracting(act -> act.path("organisation").asText()).containsOnly(agency.organisation());
        call("/v1/audit?organisation=" + Http.encoded(other.organisation()))
                .send()
                .expect(200)
                .json()
                .path("items")
                .forEach(act -> assertThat(act.path("organisation").asText()).isEqualTo(agency.organisation()));
    }

    @Test
    void thePagesOfAChainAreWholeAndAnAlteredActShows() {
        for (int i = 0; i < 7; i++) {
            agency.put(agency.address(), agency.claim().put("displayName", "name " + i))
                    .expect(200);
        }
        var acts = await("all acts").until(() -> pages(3), found -> found.size() == 8);

        assertThat(AuditChain.verify(acts).get(agency.organisation()).isWhole()).isTrue();
        ((ObjectNode) acts.get(4)).put("outcome", "REFUSED");
        assertThat(AuditChain.verify(acts).get(agency.organisation()).isWhole()).isFalse();
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        call("/v1/audit?from=yesterday").send().expectProblem(400, "invalid-parameter");
        call("/v1/audit?outcome=MAYBE").send().expectProblem(400, "invalid-parameter");
        call("/v1/audit?after=nonsense").send().expectProblem(400, "invalid-cursor");
    }

    private List<JsonNode> own(String filter) {
        return await("own acts").until(() -> items("/v1/audit?" + filter), found -> !found.isEmpty());
    }

    private List<JsonNode> all(String filter) {
        return budkavle.operator()
                .call("GET", "/v1/operator/audit?limit=1000&" + filter)
                .send()
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    private List<JsonNode> pages(int limit) {
        var acts = new ArrayList<JsonNode>();
        var after = "";
        do {
            var page =
                    call("/v1/audit?limit=" + limit + after).send().expect(200).json();
            page.path("items").forEach(acts::add);
            after = page.path("next").isTextual()
                    ? "&after=" + Http.encoded(page.path("next").asText())
                    : "";
        } while (!after.isEmpty());
        return acts;
    }

    private List<JsonNode> items(String path) {
        return call(path).send().expect(200).json().path("items").valueStream().toList();
    }

    private Http.Call call(String path) {
        return budkavle.call("GET", path).token(budkavle.token(agency.organisation(), "audit:read"));
    }
}
