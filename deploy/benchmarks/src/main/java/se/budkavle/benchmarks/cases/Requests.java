package se.budkavle.benchmarks.cases;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.http.Mark;

/** HTTP requests, complete with their heads, in which marks are written over. */
public final class Requests {

    private Requests() {}

    /** A POST with a body. */
    static String post(String path, String token, String contentType, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\nContent-Type: "
                + contentType + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n"
                + body;
    }

    /** A message as JSON; its own id is the mark. */
    public static String json(String sender, String recipient, String conversation, int bytes, boolean withKey) {
        return "{\"recipients\":[\"%s\"],\"sender\":\"%s\",\"senderMessageId\":\"%s\",%s\"type\":\"urn:example:benchmark\",\"conversationId\":\"%s\",\"contentType\":\"text/plain\",\"contentText\":\"%s\"}"
                .formatted(
                        recipient,
                        sender,
                        Mark.BLANK,
                        withKey ? "\"idempotencyKey\":\"" + Mark.BLANK + "\"," : "",
                        conversation,
                        "x".repeat(bytes));
    }

    /** A POST of a message for each of so many conversations. */
    static List<String> messages(Stage stage, String sender, List<String> recipients, int conversations, int bytes) {
        String token = stage.token(Stage.SENDER);
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < conversations; i++) {
            String body = json(sender, recipients.get(i % recipients.size()), "conversation-" + i, bytes, false);
            requests.add(post("/v1/messages", token, "application/json", body));
        }
        return requests;
    }
}
