package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.schemas.avro.MessageStatus.AVAILABLE;
import static se.budkavle.schemas.avro.MessageStatus.HELD;
import static se.budkavle.schemas.avro.MessageStatus.UNDELIVERABLE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import se.budkavle.schemas.avro.MessageStatus;

/** What an address takes and what it does not: told before sending, and decided by the same rules afterwards. */
@ExtendWith(BudkavleExtension.class)
class RecipientTest {

    private static final String TYPE = "urn:example:e2e:note";

    private final Budkavle budkavle;
    private Agency sender;
    private Agency recipient;

    RecipientTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agencies() {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
    }

    static List<Arguments> refusals() {
        return List.of(
                refusal("type-not-accepted", UNDELIVERABLE, entry -> entry.putArray("acceptedTypes")
                        .add("urn:example:another")),
                refusal("confidentiality-too-high", UNDELIVERABLE, entry -> entry.put("maxConfidentialityLevel", 1)),
                refusal("address-suspended", HELD, entry -> entry.put("status", "SUSPENDED")),
                refusal(
                        "address-not-valid",
                        HELD,
                        entry -> entry.put(
                                "validFrom",
                                Instant.now().plus(Duration.ofDays(1)).toString())),
                refusal(
                        "address-not-valid",
                        HELD,
                        entry -> entry.put(
                                "validTo", Instant.now().minusSeconds(5).toString())));
    }

    private static Arguments refusal(String reason, MessageStatus becomes, Consumer<ObjectNode> entry) {
        return Arguments.of(reason, becomes, entry);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void aRefusalIsToldBeforeAndAfter(String reason, MessageStatus becomes, Consumer<ObjectNode> entry) {
        var body = recipient.claim();
        entry.accept(body);
        recipient.put(recipient.address(), body).expect(200);

        var before = capabilities(recipient.address(), "type=" + TYPE + "&confidentialityLevel=2");

        assertThat(before.json().path("accepts").asBoolean()).as(before.text()).isFalse();
        assertThat(before.json().path("reason").path("code").asText()).isEqualTo(reason);
        assertThat(before.json().path("reason").path("explanation").asText()).isNotBlank();
        var sent = message().to(recipient.address());
        sent.body().put("confidentialityLevel", 2);
        var told =
                sender.sendsUntil(sent, becomes).delivery(recipient.address()).path("reason");
        assertThat(told.path("code").asText()).isEqualTo(reason);
        assertThat(told.path("category").asText()).isEqualTo("BV");
    }

    @Test
    void whatAnAddressTakesIsToldAndTaken() {
        var body = recipient.claim().put("maxConfidentialityLevel", 2);
        body.putArray("acceptedTypes").add(TYPE);
        recipient.put(recipient.address(), body).expect(200);

        var told = capabilities(recipient.address(), "type=" + TYPE + "&confidentialityLevel=2")
                .json();

        assertThat(told.path("accepts").asBoolean()).isTrue();
        assertThat(told.path("reason").isNull()).isTrue();
        assertThat(told.path("deliveredTo").asText()).isEqualTo(recipient.address());
        assertThat(told.path("acceptedTypes").get(0).asText()).isEqualTo(TYPE);
        assertThat(told.path("maxContentBytes").asInt()).isEqualTo(1024 * 1024);
        var sent = message().to(recipient.address());
        sent.body().put("confidentialityLevel", 2);
        sender.trace(sender.sends(sent).messageId()).waitUntil(AVAILABLE);
        sender.call("GET", "/v1/addresses/" + Budkavle.fresh("nobody") + "/capabilities?type=" + TYPE)
                .send()
                .expectProblem(404, "not-found");
    }

    @Test
    void whoDemandsEncryptionGetsNothingElse(@TempDir Path directory) throws Exception {
        var file = directory.resolve("key.json").toString();
        var body = recipient.claim().put("requiresEncryption", true);
        body.putArray("encryptionKeys").add(Http.JSON.readTree(budkavle("new-key", file)));
        recipient.put(recipient.address(), body).expect(200);

        var refused = sender.posts(message().to(recipient.address()));

        refused.expectProblem(422, "encryption-required");
        assertThat(refused.json().at("/issues/0/pointer").asText()).isEqualTo("/recipients/0");
        assertThat(capabilities(recipient.address(), "type=" + TYPE)
                        .json()
                        .at("/reason/code")
                        .asText())
                .isEqualTo("encryption-required");
        var sent = Http.JSON.readTree(budkavle(
                "send",
                "--encrypt",
                "--to",
                recipient.address(),
                "--text",
                "hemligt",
                "-o",
                "json",
                "--url",
                url(),
                "--as",
                sender.organisation()));
        var id = sent.path("messageId").asText();
        assertThat(recipient.inbox().waitUntilReceived(id).path("contentType").asText())
                .isEqualTo("application/jose");
        assertThat(recipient.inbox().contentOf(id).text()).doesNotContain("hemligt");
        assertThat(budkavle("content", id, "--key", file, "--url", url(), "--as", recipient.organisation()))
                .isEqualToIgnoringNewLines("hemligt");
    }

    private String url() {
        return budkavle.system().gateway().toString();
    }

    /** What the command line shows. */
    private static String budkavle(String... arguments) {
        var out = new StringWriter();
        assertThat(se.budkavle.cli.Budkavle.run(new PrintWriter(out, true), new PrintWriter(out, true), arguments))
                .as(out.toString())
                .isZero();
        return out.toString();
    }

    @Test
    void aMessageFollowsFiveMovesAndTheInboxIsTheLastOnes() {
        var chain = chain(5);

        var receipt = sender.sends(message().to(chain.getFirst()));

        recipient.inbox(chain.getLast()).hasExactly(receipt.messageId());
        sender.trace(receipt.messageId()).waitUntil(chain.getFirst(), AVAILABLE);
        var told = capabilities(chain.getFirst(), "type=" + TYPE).json();
        assertThat(told.path("deliveredTo").asText()).isEqualTo(chain.getLast());
        assertThat(told.path("movedTo").asText()).isEqualTo(chain.get(1));
    }

    @Test
    void aSixthMoveIsRefusedWhereItIsSeenAndNotFollowedWhereItIsMet() {
        var chain = chain(5);
        recipient
                .put(Budkavle.fresh("flyttad"), recipient.claim().put("movedTo", chain.getFirst()))
                .expectProblem(409, "move-loop");
        // Written from its beginning, nobody sees how long it gets.
        var longer =
                IntStream.range(0, 7).mapToObj(i -> Budkavle.fresh("flyttad")).toList();
        for (int i = 0; i < 6; i++) {
            recipient
                    .put(longer.get(i), recipient.claim().put("movedTo", longer.get(i + 1)))
                    .expect(201);
        }
        recipient.claims(longer.getLast());

        var trace = sender.sendsUntil(message().to(longer.getFirst()), HELD);

        assertThat(trace.delivery(longer.getFirst()).path("reason").path("code").asText())
                .isEqualTo("move-loop");
        assertThat(capabilities(longer.getFirst(), "type=" + TYPE)
                        .json()
                        .path("reason")
                        .path("code")
                        .asText())
                .isEqualTo("move-loop");
    }

    @Test
    void aMoveThatLeadsBackIsRefusedWhenItIsWritten() {
        var chain = chain(2);

        var answer = recipient.put(chain.getLast(), recipient.claim().put("movedTo", chain.getFirst()));

        answer.expectProblem(409, "move-loop");
        var receipt = sender.sends(message().to(chain.getFirst()));
        recipient.inbox(chain.getLast()).hasExactly(receipt.messageId());
    }

    @Test
    void twoRecipientsThatMovedToOneAddressAreOneItemAndBothEnd() {
        var one = Budkavle.fresh("one");
        var other = Budkavle.fresh("other");
        recipient
                .put(one, recipient.claim().put("movedTo", recipient.address()))
                .expect(201);
        recipient
                .put(other, recipient.claim().put("movedTo", recipient.address()))
                .expect(201);

        var receipt = sender.sends(message().to(one, other));

        sender.trace(receipt.messageId()).waitUntil(AVAILABLE);
        recipient.inbox().hasExactly(receipt.messageId());
        recipient.inbox().acknowledges(receipt.messageId());
        sender.trace(receipt.messageId()).waitUntil(MessageStatus.ACKNOWLEDGED);
    }

    /** Addresses of the recipient, each moved to the next. */
    private List<String> chain(int moves) {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i <= moves; i++) {
            addresses.add(Budkavle.fresh("flyttad"));
        }
        recipient.claims(addresses.getLast());
        for (int i = moves - 1; i >= 0; i--) {
            recipient
                    .put(addresses.get(i), recipient.claim().put("movedTo", addresses.get(i + 1)))
                    .expect(201);
        }
        return addresses;
    }

    private Answer capabilities(String address, String query) {
        return sender.call("GET", "/v1/addresses/" + Http.encoded(address) + "/capabilities?" + query)
                .send()
                .expect(200);
    }
}
