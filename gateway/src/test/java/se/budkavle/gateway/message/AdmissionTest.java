package se.budkavle.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.message.Admission.Decision.Admitted;
import se.budkavle.gateway.message.Admission.Decision.Refused;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.registry.RegistryCopy;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.EncryptionKey;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.OrganisationStatus;
import se.budkavle.schemas.avro.Representative;

class AdmissionTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Caller CALLER = new Caller("0203:a.se", "p", Set.of());

    private final RegistryCopy registry = new RegistryCopy();
    private final Admission admission = new Admission(registry, false);

    @BeforeEach
    void addresses() {
        put("in.0203:b.se", "0203:b.se");
        put("out.0203:a.se", "0203:a.se");
    }

    private void put(String address, String organisation, Representative... representatives) {
        registry.putAddress(
                address,
                Address.newBuilder()
                        .setAddress(address)
                        .setOrganisation(organisation)
                        .setRepresentatives(List.of(representatives))
                        .setUpdatedAt(NOW)
                        .setUpdatedBy(organisation)
                        .build());
    }

    private static MessageRequest request(String more) {
        var body = "{\"type\":\"urn:x:y\",\"contentType\":\"text/plain\",\"contentText\":\"x\"%s}".formatted(more);
        return JsonMessages.parse(body.getBytes(StandardCharsets.UTF_8), NOW).orRefuse();
    }

    private static MessageRequest to(String recipients, String more) {
        return request(",\"recipients\":[%s]%s".formatted(recipients, more));
    }

    private void refused(Admission.Decision decision, String code, String pointer) {
        assertThat(decision).isInstanceOf(Refused.class);
        var refusal = ((Refused) decision).refusal();
        assertThat(refusal.code().code()).isEqualTo(code);
        assertThat(refusal.issues()).extracting(Issue::pointer).contains(pointer);
    }

    @Test
    void theOnlyAddressOfAnOrganisationIsItsSender() {
        assertThat(admission.decide(to("\"in.0203:b.se\"", ""), CALLER, NOW))
                .isEqualTo(new Admitted("0203:a.se", "out.0203:a.se", false, false, List.of()));
    }

    @Test
    void withSeveralAddressesTheSenderMustBeNamed() {
        put("more.0203:a.se", "0203:a.se");

        refused(admission.decide(to("\"in.0203:b.se\"", ""), CALLER, NOW), "sender-required", "/sender");
    }

    @Test
    void nobodySendsFromAnothersAddress() {
        refused(
                admission.decide(to("\"in.0203:b.se\"", ",\"sender\":\"in.0203:b.se\""), CALLER, NOW),
                "sender-not-yours",
                "/sender");
    }

    @Test
    void anUnknownSenderIsClaimedWhereThatIsAllowed() {
        var request = to("\"in.0203:b.se\"", ",\"sender\":\"new.0203:a.se\"");

        refused(admission.decide(request, CALLER, NOW), "unknown-sender", "/sender");
        assertThat(new Admission(registry, true).decide(request, CALLER, NOW))
                .isEqualTo(new Admitted("0203:a.se", "new.0203:a.se", true, false, List.of()));
    }

    @Test
    void allOrNothing() {
        refused(
                admission.decide(to("\"in.0203:b.se\",\"no:body\"", ""), CALLER, NOW),
                "unknown-recipient",
                "/recipients/1");
        assertThat(admission.decide(to("\"in.0203:b.se\",\"no:body\"", ",\"allOrNothing\":false"), CALLER, NOW))
                .isEqualTo(new Admitted("0203:a.se", "out.0203:a.se", false, false, List.of("no:body")));
    }

    @Test
    void aSuspendedOrganisationSendsNothingAndNobodySendsForIt() {
        var own = to("\"in.0203:b.se\"", "");
        var forAnother = to("\"in.0203:b.se\"", ",\"sender\":\"out.0203:c.se\",\"onBehalfOf\":\"0203:c.se\"");
        put("out.0203:c.se", "0203:c.se", representative("urn:x:y", null));

        state("0203:c.se", OrganisationStatus.SUSPENDED);
        assertThat(admission.decide(own, CALLER, NOW)).isInstanceOf(Admitted.class);
        suspended(admission.decide(forAnother, CALLER, NOW));

        state("0203:c.se", OrganisationStatus.ACTIVE);
        state("0203:a.se", OrganisationStatus.SUSPENDED);
        suspended(admission.decide(own, CALLER, NOW));
        suspended(admission.decide(forAnother, CALLER, NOW));

        registry.putOrganisation("0203:a.se", null);
        assertThat(admission.decide(own, CALLER, NOW)).isInstanceOf(Admitted.class);
    }

    private static void suspended(Admission.Decision decision) {
        assertThat(decision).isInstanceOf(Refused.class);
        assertThat(((Refused) decision).refusal().code()).isEqualTo(ProblemCode.ORGANISATION_SUSPENDED);
    }

    private void state(String organisation, OrganisationStatus status) {
        registry.putOrganisation(
                organisation,
                Organisation.newBuilder()
                        .setOrganisation(organisation)
                        .setStatus(status)
                        .setUpdatedAt(NOW)
                        .setUpdatedBy("0203:operator.se")
                        .build());
    }

    @Test
    void aRepresentativeActsWithinItsTypesAndTime() {
        var request = to("\"in.0203:b.se\"", ",\"sender\":\"out.0203:c.se\",\"onBehalfOf\":\"0203:c.se\"");
        put("out.0203:c.se", "0203:c.se");
        refused(admission.decide(request, CALLER, NOW), "not-representative", "/onBehalfOf");

        put("out.0203:c.se", "0203:c.se", representative("urn:other:type", null));
        refused(admission.decide(request, CALLER, NOW), "not-representative", "/onBehalfOf");

        put("out.0203:c.se", "0203:c.se", representative("urn:x:y", NOW));
        refused(admission.decide(request, CALLER, NOW), "not-representative", "/onBehalfOf");

        put("out.0203:c.se", "0203:c.se", representative("urn:x:y", NOW.plusSeconds(1)));
        assertThat(admission.decide(request, CALLER, NOW))
                .isEqualTo(new Admitted("0203:c.se", "out.0203:c.se", false, true, List.of()));
    }

    private static Representative representative(String type, Instant validTo) {
        return Representative.newBuilder()
                .setOrganisation(CALLER.organisation())
                .setTypes(List.of(type))
                .setValidTo(validTo)
                .build();
    }

    @Test
    void whatMustBeEncryptedIsTakenInByNoOtherWay() {
        demands("in.0203:b.se", "k1", "k2");
        var open = to("\"out.0203:a.se\",\"in.0203:b.se\"", ",\"allOrNothing\":false");

        refused(admission.decide(open, CALLER, NOW), "encryption-required", "/recipients/1");
        assertThat(admission.decide(to("\"out.0203:a.se\"", ""), CALLER, NOW)).isInstanceOf(Admitted.class);
    }

    @Test
    void whatIsEncryptedToAKeyOfTheAddressIsTakenIn() {
        demands("in.0203:b.se", "k1", "k2");

        assertThat(admission.decide(encrypted("in.0203:b.se", "k2"), CALLER, NOW))
                .isInstanceOf(Admitted.class);
        refused(admission.decide(encrypted("in.0203:b.se", "k3"), CALLER, NOW), "encryption-required", "/recipients/0");
    }

    @Test
    void theKeyIsThatOfTheAddressAtTheEndOfMoves() {
        demands("new.0203:b.se", "k1");
        registry.putAddress(
                "in.0203:b.se",
                entry("in.0203:b.se").setMovedTo("new.0203:b.se").build());

        refused(admission.decide(to("\"in.0203:b.se\"", ""), CALLER, NOW), "encryption-required", "/recipients/0");
        assertThat(admission.decide(encrypted("in.0203:b.se", "k1"), CALLER, NOW))
                .isInstanceOf(Admitted.class);
    }

    @Test
    void aKeyThatTheRecipientDoesNotHaveIsRefused() {
        registry.putAddress(
                "in.0203:b.se",
                entry("in.0203:b.se").setEncryptionKeys(List.of(key("k1"))).build());

        refused(admission.decide(encrypted("in.0203:b.se", "k3"), CALLER, NOW), "encryption-required", "/recipients/0");
        // Where no key is published, one may have been told otherwise.
        assertThat(admission.decide(encrypted("out.0203:a.se", "k3"), CALLER, NOW))
                .isInstanceOf(Admitted.class);
    }

    @Test
    void aKeyThatIsNewIsLookedForInANewerCopy() {
        demands("in.0203:b.se", "k1");
        var request = encrypted("in.0203:b.se", "k2");
        assertThat(admission.misses(request)).isTrue();

        demands("in.0203:b.se", "k2");
        assertThat(admission.misses(request)).isFalse();
    }

    private void demands(String address, String... kids) {
        registry.putAddress(
                address,
                entry(address)
                        .setRequiresEncryption(true)
                        .setEncryptionKeys(
                                Arrays.stream(kids).map(AdmissionTest::key).toList())
                        .build());
    }

    private static EncryptionKey key(String kid) {
        return EncryptionKey.newBuilder().setKid(kid).setJwk("{}").build();
    }

    private static Address.Builder entry(String address) {
        return Address.newBuilder()
                .setAddress(address)
                .setOrganisation("0203:b.se")
                .setUpdatedAt(NOW)
                .setUpdatedBy("0203:b.se");
    }

    /** Made by hand, with nothing in it: what can be seen of it is right. */
    private static MessageRequest encrypted(String recipient, String kid) {
        var header = "{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\",\"kid\":\"%s\"}".formatted(kid);
        var jwe = String.join(".", Base64URL.encode(header).toString(), bytes(256), bytes(12), bytes(1), bytes(16));
        var body =
                "{\"type\":\"urn:x:y\",\"contentType\":\"application/jose\",\"contentText\":\"%s\",\"recipients\":[\"%s\"],\"sender\":\"out.0203:a.se\"}"
                        .formatted(jwe, recipient);
        return JsonMessages.parse(body.getBytes(StandardCharsets.UTF_8), NOW).orRefuse();
    }

    private static String bytes(int count) {
        return Base64URL.encode(new byte[count]).toString();
    }
}
