package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.gateway.http.TestGateway.json;
import static se.budkavle.gateway.http.TestGateway.problem;
import static se.budkavle.gateway.http.TestGateway.send;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.schemas.avro.MessageKind;
import se.budkavle.schemas.avro.Priority;

class CancellationsTest {

    private static final String ID = "0190f5f1-0000-7000-8000-000000000000";
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Caller CALLER = new Caller("0203:agency.se", "p", Set.of());

    private static TestNotifier notifier;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        notifier = new TestNotifier();
        gateway = new TestGateway(Map.of("budkavle.gateway.notifier.urls", notifier.url()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        notifier.close();
    }

    private static ObjectNode message(String... statuses) throws IOException {
        var message = (ObjectNode) new ObjectMapper().readTree("""
                {"conversationId": "c", "priority": "BULK", "sender": "out.0203:agency.se", "type": "urn:x:y",
                 "recipients": ["a.b", "c.d"], "expiresAt": "2026-06-15T12:00:00Z", "deliveries": []}""");
        for (var status : statuses) {
            message.withArray("deliveries").addObject().put("status", status);
        }
        return message;
    }

    @ParameterizedTest
    @CsvSource({
        "ACCEPTED,      true",
        "SCHEDULED,     true",
        "HELD,          true",
        "AVAILABLE,     true",
        "RETRIEVED,     false",
        "ACKNOWLEDGED,  false",
        "REJECTED,      false",
        "EXPIRED,       false",
        "CANCELLED,     false",
        "UNDELIVERABLE, false"
    })
    void oneThatNobodyHasIsEnough(String status, boolean cancellable) throws Exception {
        assertThat(Cancellations.isCancellable(message("ACKNOWLEDGED", status))).isEqualTo(cancellable);
        assertThat(Cancellations.isCancellable(message())).isTrue();
    }

    @Test
    void theWishFollowsTheMessageIntoItsLaneAndConversation() throws Exception {
        var wish = Cancellations.cancellation(message(), ID, CALLER, NOW);

        assertThat(wish.getKind()).isEqualTo(MessageKind.CANCELLATION);
        assertThat(wish.getMessageId()).isEqualTo(ID);
        assertThat(wish.getPriority()).isEqualTo(Priority.BULK);
        assertThat(wish.getConversationId()).isEqualTo("c");
        assertThat(wish.getRecipients()).containsExactly("a.b", "c.d");
        assertThat(wish.getOrganisation()).isEqualTo("0203:agency.se");
        assertThat(wish.getExpiresAt()).isEqualTo("2026-06-15T12:00:00Z");
        assertThat(wish.getContent()).isNull();
    }

    @Test
    void whereNothingIsLeftItIsAConflict() throws Exception {
        notifier.answer(
                "/internal/v1/messages/" + ID, message("RETRIEVED", "EXPIRED").toString());

        var answer =
                send(gateway.signedIn("/v1/messages/" + ID, "messages:send").DELETE());

        problem(answer, 409, "nothing-to-cancel");
        assertThat(notifier.lastAsked().getQuery()).contains("organisation=0203:agency.se", "wait=2000");
    }

    @Test
    void theWishHasTheDigestsOfTheMessageWhichOthersAreNotShown() throws Exception {
        var digest = "sha-256=:" + Base64.getEncoder().encodeToString(new byte[32]) + ":";
        var message = message("AVAILABLE").put("requestDigest", digest).put("envelopeDigest", "none");
        var id = "0190f5f1-0000-7000-8000-000000000003";
        notifier.answer("/internal/v1/messages/" + id, message.toString());

        var wish = Cancellations.cancellation(message, id, CALLER, NOW);
        var sender = json(send(gateway.signedIn("/v1/messages/" + id, "messages:read")), 200);
        var operator = json(send(gateway.signedIn("/v1/operator/messages/" + id, "operator:read")), 200);

        assertThat(wish.getRequestDigest()).isEqualTo(ByteBuffer.allocate(32));
        assertThat(wish.getEnvelopeDigest().remaining()).isEqualTo(32);
        assertThat(wish.getEnvelopeDigest()).isNotEqualTo(wish.getRequestDigest());
        assertThat(sender.has("requestDigest")).isFalse();
        assertThat(operator.has("requestDigest")).isFalse();
    }

    @Test
    void whatIsNotOnesOwnIsNotThere() throws Exception {
        var answer = send(gateway.signedIn("/v1/messages/0190f5f1-0000-7000-8000-00000000000f", "messages:send")
                .DELETE());

        problem(answer, 404, "not-found");
    }

    @Test
    void withoutKafkaItIsNotConfirmed() throws Exception {
        var id = "0190f5f1-0000-7000-8000-000000000001";
        notifier.answer("/internal/v1/messages/" + id, message("AVAILABLE").toString());

        problem(send(gateway.signedIn("/v1/messages/" + id, "messages:send").DELETE()), 503, "not-confirmed");
    }

    @Test
    void aMessageWhoseLaneIsNotKnownIsNotCancelledElsewhere() throws Exception {
        var id = "0190f5f1-0000-7000-8000-000000000002";
        notifier.answer(
                "/internal/v1/messages/" + id, message().putNull("priority").toString());

        problem(send(gateway.signedIn("/v1/messages/" + id, "messages:send").DELETE()), 503, "unavailable");
    }
}
