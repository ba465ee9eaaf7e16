package se.budkavle.chaos.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import se.budkavle.chaos.account.Accepted;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.account.Ledger;
import se.budkavle.schemas.Digests;

/** Writes one conversation: a message after the other, each repeated with its key until it is confirmed. */
final class Sender {

    /** Longer than any recovery that would be accepted. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Api api;
    private final String token;
    private final Conversation conversation;
    private final Ledger ledger;
    private final int door;

    Sender(Api api, String token, Conversation conversation, Ledger ledger) {
        this.api = api;
        this.token = token;
        this.conversation = conversation;
        this.ledger = ledger;
        this.door = conversation.id().hashCode();
    }

    /**
     * Sends the first message.
     *
     * @return how many were accepted
     */
    int begin() throws InterruptedException {
        return send(conversation.draft(0)) ? 1 : 0;
    }

    /**
     * Sends all but the first and the last ones; ends early where one is not accepted, as those after it would come out of order.
     *
     * @return how many were accepted
     */
    int run(Pace pace) throws InterruptedException {
        for (int i = 1; i < conversation.messages(); i++) {
            pace.await();
            if (!send(conversation.draft(i))) {
                return i;
            }
        }
        return conversation.messages();
    }

    /**
     * Sends the last one of each lane.
     *
     * @return how many were accepted
     */
    int end() throws InterruptedException {
        int accepted = 0;
        for (Draft draft : conversation.closing()) {
            accepted += send(draft) ? 1 : 0;
        }
        return accepted;
    }

    private boolean send(Draft draft) throws InterruptedException {
        long sentAt = System.nanoTime();
        var request = new Api.Request("POST", "/v1/messages", token, draft.key(), json(draft), Duration.ZERO);
        Api.Answer answer = api.send(request, door, PATIENCE, ledger::attempt);
        if (answer.status() == 202) {
            ledger.accept(accepted(draft, answer, sentAt));
            return true;
        }
        boolean refused = answer.status() >= 400 && answer.status() < 500;
        ledger.find(new Finding(
                refused ? Finding.Kind.REFUSED : Finding.Kind.UNCONFIRMED,
                draft.key(),
                answer.status() + " after " + answer.attempts() + " attempts"));
        return false;
    }

    private Accepted accepted(Draft draft, Api.Answer answer, long sentAt) {
        byte[] content = draft.text().getBytes(StandardCharsets.UTF_8);
        return new Accepted(
                answer.json().path("messageId").asText(),
                conversation.organisation(),
                conversation.id(),
                draft.priority(),
                draft.recipients(),
                Digests.contentDigest(ByteBuffer.wrap(Digests.sha256(content))),
                sentAt,
                System.nanoTime(),
                answer.attempts());
    }

    private ObjectNode json(Draft draft) {
        ObjectNode json = Api.JSON
                .createObjectNode()
                .put("sender", conversation.sender())
                .put("type", "urn:example:chaos:note")
                .put("conversationId", conversation.id())
                .put("priority", draft.priority())
                .put("label", Draft.MARK)
                .put("contentType", "text/plain; charset=utf-8")
                .put("contentText", draft.text());
        var recipients = json.putArray("recipients");
        draft.recipients().forEach(recipients::add);
        return json;
    }
}
