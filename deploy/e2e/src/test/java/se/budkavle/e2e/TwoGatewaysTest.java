package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import se.budkavle.gateway.GatewayApplication;

/** A second door beside the first: what they decide is decided once, as neither decides it. */
@ExtendWith(BudkavleExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class TwoGatewaysTest {

    private static final int RACES = 25;

    private final Budkavle budkavle;
    private ApplicationContext second;
    private URI secondDoor;
    private Agency sender;
    private Agency recipient;

    TwoGatewaysTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeAll
    void openSecond() {
        var system = budkavle.system();
        second = GatewayApplication.start(Map.ofEntries(
                Map.entry("micronaut.server.host", "127.0.0.1"),
                Map.entry("micronaut.server.port", -1),
                Map.entry("budkavle.kafka.bootstrap-servers", system.bootstrapServers()),
                Map.entry("budkavle.kafka.schema-registry-url", system.schemaRegistryUrl()),
                Map.entry("budkavle.topics.create", false),
                Map.entry("budkavle.gateway.issuers.local.issuer", "urn:budkavle:local"),
                Map.entry("budkavle.gateway.issuers.local.jwks-url", system.gateway() + "/dev/jwks"),
                // Inboxes and traces are read at the first door.
                Map.entry("budkavle.internal.token", "none")));
        secondDoor = second.getBean(EmbeddedServer.class).getURI();
        await("second gateway ready").untilAsserted(() -> Http.call("GET", URI.create(secondDoor + "/health/readiness"))
                .send()
                .expect(200));
    }

    @AfterAll
    void closeSecond() {
        second.close();
    }

    @BeforeEach
    void agencies() {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
    }

    @Test
    void ofTwoFirstClaimsExactlyOneWins() throws Exception {
        var one = budkavle.newAgencyWithoutAddress("one");
        var other = budkavle.newAgencyWithoutAddress("other");
        for (int race = 0; race < RACES; race++) {
            var path = "/v1/addresses/" + Budkavle.fresh("shared");

            var answers = atOnce(
                    () -> one.call("PUT", path).json(one.claim()).send(),
                    () -> atSecond(other, "PUT", path).json(other.claim()).send());

            if (isUndecided(answers)) {
                continue;
            }
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 403);
            var winner = answers.getFirst().status() == 201 ? one : other;
            assertThat(one.call("GET", path)
                            .send()
                            .expect(200)
                            .json()
                            .path("organisation")
                            .asText())
                    .isEqualTo(winner.organisation());
        }
    }

    @Test
    void ofTwoWhoChangeTheSameVersionExactlyOneWins() throws Exception {
        var path = "/v1/addresses/" + Http.encoded(recipient.address());
        for (int race = 0; race < RACES; race++) {
            var etag = recipient.call("GET", path).send().expect(200).header("ETag");
            var names = List.of("one " + race, "other " + race);

            var answers = atOnce(
                    () -> recipient
                            .call("PUT", path)
                            .header("If-Match", etag)
                            .json(recipient.claim().put("displayName", names.getFirst()))
                            .send(),
                    () -> atSecond(recipient, "PUT", path)
                            .header("If-Match", etag)
                            .json(recipient.claim().put("displayName", names.getLast()))
                            .send());

            if (isUndecided(answers)) {
                continue;
            }
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 412);
            // After an answer, every door has what was written.
            var won = names.get(answers.getFirst().status() == 200 ? 0 : 1);
            await("both have it").untilAsserted(() -> assertThat(
                            Stream.of(recipient.call("GET", path), atSecond(recipient, "GET", path))
                                    .map(call -> call.send()
                                            .expect(200)
                                            .json()
                                            .path("displayName")
                                            .asText()))
                    .containsOnly(won));
        }
    }

    @Test
    void anAddressThatOneRegisteredCanBeSentToAtTheOther() {
        for (int i = 0; i < RACES; i++) {
            var address = Budkavle.fresh("ny");
            recipient.claims(address);

            postAtSecond(message().to(address)).expect(202);
        }
    }

    @Test
    void oneKeyAtBothIsOneDelivery() throws Exception {
        var keys = IntStream.range(0, RACES).mapToObj(i -> "key-" + i).toList();
        for (String key : keys) {
            var draft = message()
                    .to(recipient.address())
                    .from(sender.address())
                    .with("conversationId", sender.organisation() + "-c")
                    .key(key);

            var answers = atOnce(() -> sender.posts(draft), () -> postAtSecond(draft));

            assertThat(Receipt.of(answers.getFirst())).isEqualTo(Receipt.of(answers.getLast()));
        }

        // A marker behind all: when it is there, a doubled one would be too.
        var marker =
                sender.sends(message().to(recipient.address()).with("conversationId", sender.organisation() + "-c"));
        recipient.inbox().waitUntilReceived(marker.messageId());
        assertThat(recipient.inbox().messageIds()).hasSize(RACES + 1).doesNotHaveDuplicates();
    }

    @Test
    void anotherRequestWithTheKeyAtTheOtherLeavesTheFirstAloneAndIsTold() {
        var first = sender.sends(message()
                .to(recipient.address())
                .with("conversationId", sender.organisation() + "-c")
                .key("key"));

        // This one has never seen the key: the owner finds it out.
        postAtSecond(message()
                        .to(recipient.address())
                        .with("conversationId", sender.organisation() + "-c")
                        .text("Something else.")
                        .key("key"))
                .expect(202);

        sender.trace(first.messageId()).waitUntilExactly("ACCEPTED", "AVAILABLE", "CONFLICT");
        assertThat(sender.trace(first.messageId())
                        .events()
                        .getLast()
                        .path("reason")
                        .path("code")
                        .asText())
                .isEqualTo("idempotency-conflict");
        recipient.inbox().hasExactly(first.messageId());
        assertThat(recipient.inbox().contentOf(first.messageId()).text()).isEqualTo("A note.");
    }

    private Http.Call atSecond(Agency agency, String method, String path) {
        return Http.call(method, URI.create(secondDoor + path))
                .token(budkavle.token(agency.organisation(), Agency.SCOPES));
    }

    private Answer postAtSecond(Draft draft) {
        draft.from(sender.address());
        var call = atSecond(sender, "POST", "/v1/messages").json(draft.body());
        var key = draft.key();
        return key == null ? call.send() : call.header("Idempotency-Key", key).send();
    }

    /** A busy machine may answer that it is not confirmed, which says nothing of who won. */
    private static boolean isUndecided(List<Answer> answers) {
        return answers.stream().anyMatch(answer -> answer.status() == 503);
    }

    private static List<Answer> atOnce(Callable<Answer> one, Callable<Answer> other) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(one);
            var second = threads.submit(other);
            return List.of(first.get(), second.get());
        }
    }
}
