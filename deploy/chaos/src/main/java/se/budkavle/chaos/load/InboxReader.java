package se.budkavle.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import se.budkavle.chaos.account.Item;
import se.budkavle.chaos.account.Ledger;
import se.budkavle.chaos.account.Ledger.Arrival;

/** Reads the inbox of one address as a recipient does: page after page, waiting for news. */
final class InboxReader {

    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Api api;
    private final String token;
    private final String address;
    private final int door;

    InboxReader(Api api, String token, String address) {
        this.api = api;
        this.token = token;
        this.address = address;
        this.door = address.hashCode();
    }

    /** Goes on until it is interrupted, and writes down what it sees, and when. */
    void follow(Ledger ledger) throws InterruptedException, IOException {
        String after = "";
        while (!Thread.currentThread().isInterrupted()) {
            JsonNode page = page(after, WAIT);
            long now = System.nanoTime();
            for (JsonNode item : page.path("items")) {
                ledger.arrive(address, new Arrival(item.path("messageId").asText(), now));
            }
            after = page.path("next").asText();
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
                        item.path("contentDigest").asText()));
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
