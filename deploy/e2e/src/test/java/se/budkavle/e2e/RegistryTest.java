package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Draft.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What stands in the registry, how it is found, and how much of it comes and goes at once. */
@ExtendWith(BudkavleExtension.class)
class RegistryTest {

    private static final String KEY =
            "{\"kty\": \"OKP\", \"crv\": \"X25519\", \"kid\": \"k1\", \"use\": \"enc\", \"x\": \"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08\"}";
    private static final String PRIVATE_KEY =
            KEY.replace("}", ", \"d\": \"iuL7TGuFIWBYmSUx3ZtHBUCsBUcpTf8-pnMYCoeqQ-I\"}");

    /** A number that Skatteverket publishes for tests. */
    private static final String NUMBER = "189001019802";

    private final Budkavle budkavle;
    private Agency agency;

    RegistryTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agencies() {
        agency = budkavle.newAgency("agency");
    }

    @Test
    void everythingThatIsWrittenIsReadAsItWasWritten() throws Exception {
        var address = Budkavle.fresh("funktion");
        var entry = (ObjectNode) Http.JSON.readTree("""
                {"kind": "FUNCTION", "displayName": "Registrator", "acceptedTypes": ["urn:example:e2e:note"], "status": "ACTIVE",
                 "validFrom": "2020-01-01T00:00:00Z", "validTo": "2099-01-01T00:00:00Z", "maxConfidentialityLevel": 2,
                 "requiresEncryption": false, "representatives": [{"organisation": "0203:ombud.se", "types": [], "validTo": null}],
                 "deputies": ["%s"], "contact": "registrator@example.se", "source": "sdk", "sourceVersion": "7"}
                """.formatted(agency.address()));
        entry.putArray("encryptionKeys").add(Http.JSON.readTree(KEY));

        agency.put(address, entry).expect(201);

        var read = read(address);
        for (var field : entry.properties()) {
            assertThat(read.path(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
        }
    }

    @Test
    void aPrivateKeyIsRefusedAndNotRepeated() throws Exception {
        var entry = agency.claim();
        entry.putArray("encryptionKeys").add(Http.JSON.readTree(PRIVATE_KEY));

        var answer = agency.put(agency.address(), entry);

        answer.expect(400);
        assertThat(answer.json().path("issues").get(0).path("code").asText()).isEqualTo("private-key");
        assertThat(answer.text()).doesNotContain("iuL7TGuFIWBYmSUx3ZtHBUCsBUcpTf8");
    }

    @Test
    void anOlderVersionOfARegisterChangesNothing() {
        var address = Budkavle.fresh("matad");
        agency.put(address, fed("9", "nine")).expect(201);
        agency.put(address, fed("10", "ten")).expect(200);

        agency.put(address, fed("9", "nine again")).expect(200);

        assertThat(read(address).path("displayName").asText()).isEqualTo("ten");
    }

    @Test
    void addressesAreSearchedPageByPage() {
        var text = Budkavle.fresh("sok");
        var wanted =
                IntStream.range(0, 7).mapToObj(i -> text + "." + i).sorted().toList();
        wanted.forEach(agency::claims);
        agency.put(text + ".company", agency.claim().put("kind", "COMPANY")).expect(201);
        agency.put(
                        Budkavle.fresh("namn"),
                        agency.claim().put("displayName", "Sök " + text.toUpperCase(java.util.Locale.ROOT)))
                .expect(201);

        assertThat(pages("q=" + text + "&kind=FUNCTION&limit=3"))
                .hasSize(8)
                .containsAll(wanted)
                .doesNotHaveDuplicates();
        assertThat(pages("q=" + text + "&kind=COMPANY&limit=3")).containsExactly(text + ".company");
        assertThat(pages("organisation=" + Http.encoded(agency.organisation()) + "&q=" + text + "&limit=1000"))
                .hasSize(9);
        assertThat(pages("organisation=0203:nobody.se&q=" + text)).isEmpty();
    }

    @Test
    void aPersonIsFoundByThoseWhoMayAndListedForNobody() {
        var registrar = budkavle.token(agency.organisation(), Agency.SCOPES + " addresses:lookup");
        var unknown = lookup(registrar).expectProblem(404, "unknown-person");
        var address = unknown.json().path("address").asText();
        assertThat(address).matches("person:[0-9a-f]{64}");
        agency.put(address, agency.claim().put("kind", "PERSON")).expect(201);

        var found = lookup(registrar).expect(200);

        assertThat(found.json().path("address").asText()).isEqualTo(address);
        assertThat(found.text()).doesNotContain(NUMBER);
        var other = budkavle.newAgency("other");
        lookup(budkavle.token(other.organisation(), Agency.SCOPES)).expect(403);
        other.call("GET", "/v1/addresses/" + Http.encoded(address)).send().expectProblem(404, "not-found");
        assertThat(pages("organisation=" + Http.encoded(agency.organisation()) + "&limit=1000"))
                .doesNotContain(address);
        assertThat(pages("q=person:&limit=1000")).isEmpty();
        // Whoever knows the address writes to it; nobody else was told.
        other.sends(message().to(address));
        agency.call("DELETE", "/v1/addresses/" + Http.encoded(address)).send().expect(204);
    }

    @Test
    void anImportTellsEachBadLineAndGoesOn() {
        var name = Budkavle.fresh("import");
        var lines = String.join(
                "\n",
                line(name + ".1").toString(),
                "{not json",
                line(name + ".2").put("unknownField", 1).toString(),
                line("0203:somebody-else.se").toString(),
                line(name + ".3").put("status", "ASLEEP").toString(),
                line(name + ".4").toString());

        var report = imports(agency, lines);

        assertThat(report.path("lines").asInt()).isEqualTo(6);
        assertThat(report.path("created").asInt()).isEqualTo(2);
        assertThat(report.path("refused").asInt()).isEqualTo(4);
        assertThat(report.path("resumeAt").isNull()).isTrue();
        assertThat(report.path("problems")
                        .valueStream()
                        .map(each -> each.path("line").asInt())
                        .toList())
                .containsExactly(2, 3, 4, 5);
        assertThat(report.path("problems")
                        .valueStream()
                        .map(each -> each.path("status").asInt())
                        .toList())
                .containsExactly(400, 400, 403, 400);
        read(name + ".1");
        read(name + ".4");
    }

    @Test
    void anImportMayBeRepeatedFromAnyLine() {
        var name = Budkavle.fresh("igen");
        var lines = String.join(
                "\n", line(name + ".1").toString(), line(name + ".2").toString());
        imports(agency, line(name + ".1").toString());

        var again = imports(agency, lines);

        assertThat(again.path("unchanged").asInt()).isEqualTo(1);
        assertThat(again.path("created").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsExportedCanBeImported() {
        var name = Budkavle.fresh("export");
        List.of(name + ".1", name + ".2").forEach(agency::claims);

        var exported = agency.call("GET", "/v1/addresses?q=" + name)
                .header("Accept", "application/x-ndjson")
                .send()
                .expect(200);

        assertThat(exported.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(exported.text().lines()).hasSize(2);
        assertThat(imports(agency, exported.text()).path("unchanged").asInt()).isEqualTo(2);
    }

    @Test
    void anOperatorImportsForAnyOrganisation() {
        var other = budkavle.newAgencyWithoutAddress("other");
        var address = "inkorg." + other.organisation();
        var line = line(address).put("organisation", other.organisation()).toString();
        assertThat(imports(agency, line).path("refused").asInt()).isEqualTo(1);

        var report = budkavle.operator()
                .call("POST", "/v1/addresses/import")
                .body("application/x-ndjson", line)
                .send()
                .expect(200)
                .json();

        assertThat(report.path("created").asInt()).isEqualTo(1);
        assertThat(read(address).path("organisation").asText()).isEqualTo(other.organisation());
    }

    private ObjectNode fed(String version, String name) {
        return agency.claim().put("source", "smp").put("sourceVersion", version).put("displayName", name);
    }

    private static ObjectNode line(String address) {
        return Http.JSON.createObjectNode().put("address", address).put("kind", "FUNCTION");
    }

    private static JsonNode imports(Agency by, String lines) {
        return by.call("POST", "/v1/addresses/import")
                .body("application/x-ndjson", lines)
                .send()
                .expect(200)
                .json();
    }

    private JsonNode read(String address) {
        return agency.call("GET", "/v1/addresses/" + Http.encoded(address))
                .send()
                .expect(200)
                .json();
    }

    /** All addresses of a search, over its pages. */
    private List<String> pages(String query) {
        List<String> found = new ArrayList<>();
        var cursors = new HashSet<String>();
        for (String after = ""; after != null; ) {
            var page = agency.call("GET", "/v1/addresses?" + query + after)
                    .send()
                    .expect(200)
                    .json();
            page.path("items").forEach(item -> found.add(item.path("address").asText()));
            var next = page.path("next");
            assertThat(cursors.add(next.asText())).as("pages go on").isTrue();
            after = next.isNull() ? null : "&after=" + Http.encoded(next.asText());
        }
        return found;
    }

    private Answer lookup(String token) {
        return budkavle.call("POST", "/v1/addresses/lookup")
                .token(token)
                .json("{\"personalIdentityNumber\": \"" + NUMBER + "\"}")
                .send();
    }
}
