package se.budkavle.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import se.budkavle.chaos.account.Answered;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.account.Item;
import se.budkavle.chaos.account.Ledger;
import se.budkavle.chaos.account.Ledger.Arrival;

/** Reads the inbox of one address as a recipient does: page after page, waiting for news. */
final class InboxReader {

    /** Of so many messages one is answered, and of so many answers one rejects. */
    private static final int ANSWERED = 10;

    private static final int REJECTED = 4;

    /** Longer than any backlog of a busy machine. */
    private static final Duration UNTIL_ANSWERED = Duration.ofMinutes(5);

    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Api api;
    private final String token;
    private final String address;
    private final int door;
    private final Answers answers;

    InboxReader(Api api, String token, String address, Answers answers) {
        this.api = api;
        this.token = token;
        this.address = address;
        this.door = address.hashCode();
        this.answers = answers;
    }

    /** Goes on until it is interrupted, and writes down what it sees, and when. */
    void follow(Ledger ledger) throws InterruptedException, IOException {
        String after = "";
        while (!Thread.currentThread().isInterrupted()) {
            JsonNode page = page(after, WAIT);
            long now = System.nanoTime();
            for (JsonNode item : page.path("items")) {
                String messageId = item.path("messageId").asText();
                ledger.arrive(address, new Arrival(messageId, now));
                if (Math.floorMod(messageId.hashCode(), ANSWERED) == 0) {
                    answers.submit(() -> answer(messageId, ledger));
                }
            }
            after = page.path("next").asText();
        }
    }

    /** Accepts or rejects a message; repeated until it is confirmed, which changes nothing. */
    private void answer(String messageId, Ledger ledger) throws InterruptedException {
        boolean accepts = Math.floorMod(messageId.hashCode() / ANSWERED, REJECTED) != 0;
        var body = Api.JSON.createObjectNode().put("outcome", accepts ? "ACCEPTED" : "REJECTED");
        String path = "/v1/inbox/" + messageId + "/acknowledgement?address=" + Api.encoded(address);
        Api.Answer answer =
                api.send(new Api.Request("POST", path, token, null, body, Duration.ZERO), door, UNTIL_ANSWERED);
        if (answer.status() == 204) {
            ledger.answer(new Answered(messageId, address, accepts, System.nanoTime()));
        } else {
            boolean refused = answer.status() >= 400 && answer.status() < 500;
            ledger.find(new Finding(
                    refused ? Finding.Kind.REFUSED : Finding.Kind.UNCONFIRMED,
                    address,
                    "an answer to " + messageId + ": " + answer.status()));
        }
    }

    /** Everything that it lists, from the beginning. */
    List<Item> readAll() throws InterruptedException, IOException {
        List<Item> items = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page = page(after, Duration.ZERO);
            if (page.path("items").isEmpty()) {
                return items;
            }
            for (JsonNode item : page.path("items")) {
                items.add(new Item(
                        item.path("recipient").asText(),
                        item.path("messageId").asText(),
                        item.path("contentDigest").asText(),
                        item.path("status").asText()));
            }
            after = page.path("next").asText();
        }
    }

    /** The bytes of one message. */
    byte[] content(String messageId) throws InterruptedException, IOException {
        return read("/v1/inbox/" + messageId + "/content?address=" + Api.encoded(address), Duration.ZERO)
                .body();
    }

    private JsonNode page(String after, Duration wait) throws InterruptedException, IOException {
        String path = "/v1/inbox?status=all&limit=1000&address=" + Api.encoded(address) + "&wait=" + wait.toSeconds();
        return read(after.isEmpty() ? path : path + "&after=" + Api.encoded(after), wait)
                .json();
    }

    private Api.Answer read(String path, Duration wait) throws InterruptedException, IOException {
        Api.Answer answer = api.send(Api.Request.get(path, token).waiting(wait), door, PATIENCE);
        if (answer.status() != 200) {
            throw new IOException("The inbox of %s answers %d".formatted(address, answer.status()));
        }
        return answer;
    }
}
