package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Draft.message;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who owns an address, and who may change it. */
@ExtendWith(BudkavleExtension.class)
class AddressTest {

    private final Budkavle budkavle;

    AddressTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @Test
    void whatIsWrittenIsRead() {
        var agency = budkavle.newAgencyWithoutAddress("agency");
        var address = Budkavle.fresh("funktion");

        var put = agency.put(address, agency.claim().put("displayName", "Registrator"))
                .expect(201);

        var read = agency.call("GET", "/v1/addresses/" + address).send().expect(200);
        assertThat(read.json().path("organisation").asText()).isEqualTo(agency.organisation());
        assertThat(read.json().path("displayName").asText()).isEqualTo("Registrator");
        assertThat(read.json().path("status").asText()).isEqualTo("ACTIVE");
        assertThat(read.header("ETag")).isEqualTo(put.header("ETag"));
    }

    @Test
    void aMessageGoesToAnAddressTheMomentItIsThere() {
        var sender = budkavle.newAgency("sender");
        var recipient = budkavle.newAgencyWithoutAddress("recipient");

        for (String name :
                IntStream.range(0, 10).mapToObj(i -> Budkavle.fresh("ny")).toList()) {
            recipient.claims(name);
            sender.sends(message().to(name));
        }
    }

    @Test
    void upperCaseIsTheSameAddress() {
        var agency = budkavle.newAgency("agency");

        var answer = agency.call(
                        "GET", "/v1/addresses/" + Http.encoded(agency.address().toUpperCase(java.util.Locale.ROOT)))
                .send();

        assertThat(answer.expect(200).json().path("address").asText()).isEqualTo(agency.address());
    }

    @Test
    void oneOfTwoClaimsWins() throws Exception {
        var one = budkavle.newAgencyWithoutAddress("one");
        var other = budkavle.newAgencyWithoutAddress("other");
        var address = Budkavle.fresh("shared");

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var claims = Stream.of(one, other)
                    .map(agency -> threads.submit((Callable<Integer>)
                            () -> agency.put(address, agency.claim()).status()))
                    .toList();
            var statuses =
                    Stream.of(claims.get(0).get(), claims.get(1).get()).sorted().toList();

            assertThat(statuses.getFirst()).isEqualTo(201);
            assertThat(statuses.getLast()).isEqualTo(403);
        }
    }

    @Test
    void anAddressThatEndsWithAnOrganisationIsItsOwn() {
        var owner = budkavle.newAgency("owner");
        var other = budkavle.newAgency("other");

        var answer = other.put("inkorg." + owner.organisation(), other.claim());

        answer.expectProblem(403, "address-not-claimable");
    }

    @Test
    void ifMatchIsDecidedExactly() {
        var agency = budkavle.newAgency("agency");
        var path = "/v1/addresses/" + Http.encoded(agency.address());
        var etag = agency.call("GET", path).send().expect(200).header("ETag");
        agency.call("PUT", path)
                .header("If-Match", etag)
                .json(agency.claim().put("displayName", "One"))
                .send()
                .expect(200);

        var second = agency.call("PUT", path)
                .header("If-Match", etag)
                .json(agency.claim().put("displayName", "Other"))
                .send();

        second.expectProblem(412, "precondition-failed");
    }

    @Test
    void aDeletedAddressIsUnknown() {
        var agency = budkavle.newAgency("agency");
        var address = Budkavle.fresh("gone");
        agency.claims(address);

        var deleted = agency.call("DELETE", "/v1/addresses/" + address).send();

        assertThat(deleted.status()).isIn(200, 204);
        agency.call("GET", "/v1/addresses/" + address).send().expectProblem(404, "not-found");
        agency.posts(message().from(agency.address()).to(address)).expectProblem(422, "unknown-recipient");
    }

    @Test
    void addressesAreListedAndFiltered() {
        var agency = budkavle.newAgency("agency");
        var second = Budkavle.fresh("andra");
        agency.claims(second);

        var page = agency.call("GET", "/v1/addresses?organisation=" + Http.encoded(agency.organisation()))
                .send()
                .expect(200)
                .json();

        assertThat(page.path("items")
                        .valueStream()
                        .map(item -> item.path("address").asText())
                        .toList())
                .containsExactlyInAnyOrder(agency.address(), second);
        assertThat(page.path("next").isNull()).isTrue();
    }
}
