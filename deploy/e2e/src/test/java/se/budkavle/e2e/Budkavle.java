package se.budkavle.e2e;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** The system under test, and who takes part in it. */
final class Budkavle {

    private static final AtomicInteger NAMES = new AtomicInteger();
    /** Names of one run do not meet those of another, should both use one broker. */
    private static final String RUN = Long.toString(System.currentTimeMillis() / 1000 % 1_000_000, 36);

    private final SystemUnderTest system;

    Budkavle(SystemUnderTest system) {
        this.system = system;
    }

    SystemUnderTest system() {
        return system;
    }

    /** A name that nobody else has, such as {@code lund-k3x-7}. */
    static String fresh(String name) {
        return name + "-" + RUN + "-" + NAMES.incrementAndGet();
    }

    /** An organisation by its identifier. */
    Agency agency(String organisation) {
        return agency(organisation, Agency.SCOPES);
    }

    /** An organisation with these scopes. */
    Agency agency(String organisation, String scopes) {
        return new Agency(this, organisation, scopes);
    }

    /** A new organisation with an address that is named as it is. */
    Agency newAgency(String name) {
        var agency = newAgencyWithoutAddress(name);
        return agency.claims(agency.organisation());
    }

    /** A new organisation. */
    Agency newAgencyWithoutAddress(String name) {
        return agency("0203:" + fresh(name) + ".se");
    }

    Operator operator() {
        return new Operator(this);
    }

    /** A token of the local identity provider. */
    String token(String organisation, String scope) {
        var body =
                Http.JSON.createObjectNode().put("organisation", organisation).put("scope", scope);
        return call("POST", "/dev/token")
                .json(body)
                .send()
                .expect(200)
                .json()
                .path("access_token")
                .asText();
    }

    /** A request to the gateway, without a token. */
    Http.Call call(String method, String path) {
        return Http.call(method, URI.create(system.gateway() + path));
    }
}
