package se.budkavle.router.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.NOW;
import static se.budkavle.router.decision.Fixtures.SENDER;
import static se.budkavle.router.decision.Fixtures.SENDER_ORGANISATION;
import static se.budkavle.router.decision.Fixtures.TYPE;
import static se.budkavle.router.decision.Fixtures.address;
import static se.budkavle.router.decision.Fixtures.message;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import se.budkavle.router.decision.Decision.Deliver;
import se.budkavle.router.decision.Decision.End;
import se.budkavle.router.decision.Decision.Hold;
import se.budkavle.router.decision.Decision.Park;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressStatus;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.Encryption;
import se.budkavle.schemas.avro.EncryptionKey;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.Representative;

class RoutingDecisionTest {

    private static final int MAX_MOVES = 5;
    private static final String TO = "to";
    private static final String SUSPENDED_ORGANISATION = "0203:suspended.se";

    private final Routing routing = new Routing(MAX_MOVES, SUSPENDED_ORGANISATION::equals);

    private static Address.Builder to() {
        return address(TO, "0203:b.se").setVersion(4);
    }

    static Stream<Arguments> cases() {
        Decision delivered = new Deliver(to().build(), List.of());
        return Stream.of(
                Arguments.of("active", message(TO), to(), delivered),
                Arguments.of(
                        "suspended",
                        message(TO),
                        to().setStatus(AddressStatus.SUSPENDED),
                        new Hold(Reason.ADDRESS_SUSPENDED, 4L)),
                Arguments.of(
                        "of a status this version does not know",
                        message(TO),
                        to().setStatus(AddressStatus.UNKNOWN),
                        new Hold(Reason.ADDRESS_SUSPENDED, 4L)),
                Arguments.of(
                        "of a suspended organisation",
                        message(TO),
                        to().setOrganisation(SUSPENDED_ORGANISATION),
                        new Hold(Reason.ORGANISATION_SUSPENDED, 4L)),
                Arguments.of(
                        "not yet valid",
                        message(TO),
                        to().setValidFrom(NOW.plusSeconds(1)),
                        new Hold(Reason.ADDRESS_NOT_VALID, 4L)),
                Arguments.of(
                        "no longer valid", message(TO), to().setValidTo(NOW), new Hold(Reason.ADDRESS_NOT_VALID, 4L)),
                Arguments.of(
                        "another type",
                        message(TO),
                        to().setAcceptedTypes(List.of("urn:other")),
                        new End(Reason.TYPE_NOT_ACCEPTED, 4L)),
                Arguments.of(
                        "too confidential",
                        message(TO).setConfidentialityLevel(3),
                        to().setMaxConfidentialityLevel(2),
                        new End(Reason.CONFIDENTIALITY_TOO_HIGH, 4L)),
                Arguments.of(
                        "marked confidential, without a level",
                        message(TO).setConfidentiality(true),
                        to().setMaxConfidentialityLevel(0),
                        new End(Reason.CONFIDENTIALITY_TOO_HIGH, 4L)),
                Arguments.of(
                        "not encrypted",
                        message(TO),
                        to().setRequiresEncryption(true),
                        new End(Reason.ENCRYPTION_REQUIRED, 4L)),
                Arguments.of(
                        "encrypted to a key that the address has no longer",
                        encryptedTo("old"),
                        to().setRequiresEncryption(true).setEncryptionKeys(List.of(key("new"))),
                        new End(Reason.ENCRYPTION_REQUIRED, 4L)),
                Arguments.of(
                        "encrypted to no key that is named",
                        encryptedTo(null),
                        to().setRequiresEncryption(true).setEncryptionKeys(List.of(key("new"))),
                        new End(Reason.ENCRYPTION_REQUIRED, 4L)),
                Arguments.of("expired", message(TO).setExpiresAt(NOW), to(), new End(Reason.EXPIRED, null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void decides(String name, Message.Builder message, Address.Builder entry, Decision expected) {
        assertThat(routing.decide(message.build(), TO, NOW, Map.of(TO, entry.build())::get))
                .isEqualTo(expected);
    }

    @Test
    void acceptsWhatTheAddressAsksFor() {
        Message message = encryptedTo("second").setConfidentialityLevel(2).build();
        Address picky = to().setAcceptedTypes(List.of(TYPE))
                .setMaxConfidentialityLevel(2)
                .setRequiresEncryption(true)
                .setEncryptionKeys(List.of(key("first"), key("second")))
                .setValidFrom(NOW)
                .setValidTo(NOW.plusSeconds(1))
                .build();
        assertThat(routing.decide(message, TO, NOW, Map.of(TO, picky)::get)).isInstanceOf(Deliver.class);
    }

    private static Message.Builder encryptedTo(String kid) {
        return message(TO)
                .setContentInfo(ContentRef.newBuilder(message(TO).build().getContentInfo())
                        .setEncryption(Encryption.JWE)
                        .setJweKid(kid)
                        .build());
    }

    private static EncryptionKey key(String kid) {
        return EncryptionKey.newBuilder().setKid(kid).setJwk("{}").build();
    }

    @Test
    void waitsForAnUnknownAddressAndForTheTargetOfAMove() {
        assertThat(routing.decide(message(TO).build(), TO, NOW, address -> null))
                .isEqualTo(new Park(TO, new Hold(Reason.UNKNOWN_RECIPIENT, null)));
        Address moved = to().setMovedTo("target").build();
        assertThat(routing.decide(message(TO).build(), TO, NOW, Map.of(TO, moved)::get))
                .isEqualTo(new Park("target", new Hold(Reason.UNKNOWN_RECIPIENT, null)));
    }

    static Stream<Arguments> representatives() {
        return Stream.of(
                Arguments.of(Representative.newBuilder().setOrganisation(SENDER_ORGANISATION), true),
                Arguments.of(
                        Representative.newBuilder()
                                .setOrganisation(SENDER_ORGANISATION)
                                .setTypes(List.of(TYPE))
                                .setValidTo(NOW.plusSeconds(1)),
                        true),
                Arguments.of(
                        Representative.newBuilder()
                                .setOrganisation(SENDER_ORGANISATION)
                                .setTypes(List.of("urn:other")),
                        false),
                Arguments.of(
                        Representative.newBuilder()
                                .setOrganisation(SENDER_ORGANISATION)
                                .setValidTo(NOW),
                        false),
                Arguments.of(Representative.newBuilder().setOrganisation("0203:other.se"), false));
    }

    @ParameterizedTest
    @MethodSource("representatives")
    void whoActsForAnotherMustBeItsRepresentative(Representative.Builder representative, boolean allowed) {
        Address sender = address(SENDER, "0203:represented.se")
                .setRepresentatives(List.of(representative.build()))
                .build();
        Message message = message(TO).setOnBehalfOf("0203:represented.se").build();
        Decision decision = routing.decide(message, TO, NOW, Map.of(SENDER, sender, TO, to().build())::get);
        assertThat(decision instanceof Deliver).isEqualTo(allowed);
        if (!allowed) {
            assertThat(decision).isEqualTo(new End(Reason.NOT_REPRESENTATIVE, 1L));
        }
    }

    /** As the gateway records it: the represented is answerable, and who acted stands beside. */
    @ParameterizedTest
    @MethodSource("representatives")
    void whoActedForTheAnswerableMustBeItsRepresentative(Representative.Builder representative, boolean allowed) {
        Address sender = address(SENDER, "0203:represented.se")
                .setRepresentatives(List.of(representative.build()))
                .build();
        Message message = message(TO)
                .setOrganisation("0203:represented.se")
                .setOnBehalfOf("0203:represented.se")
                .setActorOrganisation(SENDER_ORGANISATION)
                .build();
        Decision decision = routing.decide(message, TO, NOW, Map.of(SENDER, sender, TO, to().build())::get);
        assertThat(decision)
                .isEqualTo(allowed ? new Deliver(to().build(), List.of()) : new End(Reason.NOT_REPRESENTATIVE, 1L));
    }

    @Test
    void whoActsForItselfNeedsNobodysLeave() {
        Message message = message(TO)
                .setActorOrganisation(SENDER_ORGANISATION)
                .setOnBehalfOf(SENDER_ORGANISATION)
                .build();
        assertThat(routing.decide(message, TO, NOW, Map.of(TO, to().build())::get))
                .isInstanceOf(Deliver.class);
    }

    @Test
    void aRepresentedSenderThatIsNotKnownIsWaitedFor() {
        Message message = message(TO).setOnBehalfOf("0203:represented.se").build();
        assertThat(routing.decide(message, TO, NOW, Map.of(TO, to().build())::get))
                .isEqualTo(new Park(SENDER, new End(Reason.NOT_REPRESENTATIVE, null)));
    }

    /** Whatever the moves: it ends, never after more than the allowed hops, and where it says it followed. */
    @Property
    void movesAlwaysEnd(@ForAll @Size(max = 12) List<@IntRange(min = -1, max = 11) Integer> moves) {
        Map<String, Address> registry = new HashMap<>();
        for (int i = 0; i < moves.size(); i++) {
            registry.put(
                    "a" + i,
                    address("a" + i, "0203:a.se")
                            .setMovedTo(moves.get(i) < 0 ? null : "a" + moves.get(i))
                            .build());
        }
        Decision decision = routing.decide(message("a0").build(), "a0", NOW, registry::get);
        switch (decision) {
            case Deliver deliver -> {
                assertThat(deliver.address().getMovedTo()).isNull();
                assertThat(deliver.via()).hasSizeLessThanOrEqualTo(MAX_MOVES).doesNotHaveDuplicates();
                String at = "a0";
                for (String hop : deliver.via()) {
                    assertThat(hop).isEqualTo(at);
                    at = registry.get(at).getMovedTo();
                }
                assertThat(deliver.address().getAddress()).isEqualTo(at);
                assertThat(routing.destination("a0", registry::get)).isEqualTo(at);
                assertThat(routing.mayGoOn("a0", registry::get)).isTrue();
            }
            case Park park -> {
                assertThat(registry).doesNotContainKey(park.address());
                assertThat(routing.destination("a0", registry::get)).isEqualTo(park.address());
                assertThat(routing.mayGoOn("a0", registry::get)).isFalse();
            }
            case Hold hold -> {
                assertThat(hold.reason()).isEqualTo(Reason.MOVE_LOOP);
                assertThat(hold.isSuspension()).isFalse();
            }
            case End end -> assertThat(end).as("moves end no message").isNull();
        }
    }

    /** What has expired is never delivered, held or waited for, whatever else is the matter with it. */
    @Property
    void whatHasExpiredEnds(@ForAll @IntRange(max = 100_000) int secondsAgo, @ForAll boolean known) {
        Message message = message(TO)
                .setExpiresAt(NOW.minus(Duration.ofSeconds(secondsAgo)))
                .build();
        Decision decision = routing.decide(message, TO, NOW, address -> known ? to().build() : null);
        assertThat(decision).isEqualTo(new End(Reason.EXPIRED, null));
    }

    /** Nothing goes to a level below its own. */
    @Property
    void confidentialityIsNeverExceeded(@ForAll @IntRange(max = 5) int level, @ForAll @IntRange(max = 5) int highest) {
        Decision decision = routing.decide(
                message(TO).setConfidentialityLevel(level).build(),
                TO,
                NOW,
                Map.of(TO, to().setMaxConfidentialityLevel(highest).build())::get);
        assertThat(decision instanceof Deliver).isEqualTo(level <= highest);
    }

    @Test
    void reasonsAreOfTheClosedListAndTellTheStatus() {
        assertThat(new End(Reason.EXPIRED, null).status().name()).isEqualTo("EXPIRED");
        for (Reason reason : Set.of(Reason.TYPE_NOT_ACCEPTED, Reason.NOT_REPRESENTATIVE)) {
            assertThat(new End(reason, null).status().name()).isEqualTo("UNDELIVERABLE");
        }
    }
}
