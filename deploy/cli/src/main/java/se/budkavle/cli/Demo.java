package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Plays a message's whole life on a running local system, through the public API only: Norrby, a municipality, asks
 * Kusttillsynen, an agency, for its opinion; then a subscriber's endpoint breaks and is mended.
 */
public final class Demo {

    private static final String NORRBY = "NORRBY";
    private static final String KUSTEN = "KUSTEN";
    private static final String SENDER = "sdk.bygglov.0203:norrby.example";
    private static final String RECIPIENT = "sdk.strandskydd.0203:kusttillsynen.example";
    private static final String GOOD_HOOK = "kusttillsynen";
    private static final String BROKEN_HOOK = "norrby";
    private static final String DEMO = "demo";

    private final Stage stage;
    private final URI api;
    private final Path folder;

    /**
     * @param api base address of the API
     * @param command how the command line is called, for the commands that are shown
     * @param folder where the message is written that is sent
     * @param out where it is shown
     * @param patience how long a step may take
     */
    public Demo(URI api, String command, Path folder, PrintWriter out, Duration patience) {
        this(api, command, folder, new Terminal(out, false), patience);
    }

    Demo(URI api, String command, Path folder, Terminal terminal, Duration patience) {
        this.stage = new Stage(new Api(api), command, terminal, patience);
        this.api = api;
        this.folder = folder;
    }

    /**
     * Plays it.
     *
     * @return all that was sent and answered
     * @throws DemoFailure where a step does not go as it should
     */
    public Transcript play() {
        try {
            sendAndAnswer();
            breakAndMend();
            return stage.transcript();
        } catch (CommandFailure e) {
            throw new DemoFailure("The demo stopped: " + e.getMessage());
        }
    }

    private void sendAndAnswer() {
        stage.act("A message from one agency to another (what is null or empty in an answer is not shown)");
        Map<String, String> organisations = new LinkedHashMap<>();
        organisations.put(NORRBY, "0203:norrby.example");
        organisations.put(KUSTEN, "0203:kusttillsynen.example");
        stage.tokens("Two agencies get a token each; elsewhere their identity provider gives it", organisations);
        forgetEarlierDemos();

        stage.play("Norrby registers an address", address(SENDER, NORRBY, "Norrby kommun, bygglov"));
        stage.play("Kusttillsynen registers one, too", address(RECIPIENT, KUSTEN, "Kusttillsynen, strandskydd"));
        subscribe(
                KUSTEN, "Kusttillsynen wants to be told when something reaches its inbox", "available", GOOD_HOOK, "");

        Path message = SampleMessage.write(folder.resolve("sdk-message.xml"));
        String messageId = stage.play(
                        "Norrby posts an SDK message as it is, in XML",
                        Call.post("/v1/messages").as(NORRBY).file("application/xml", message))
                .json()
                .path("messageId")
                .asText();

        stage.playUntil("Kusttillsynen's webhook was told", latest(GOOD_HOOK), mentions(messageId));
        stage.playUntil(
                "The message is in its inbox",
                Call.get("/v1/inbox?address=" + RECIPIENT + "&wait=5").as(KUSTEN),
                mentions(messageId));
        String item = "/v1/inbox/" + messageId;
        stage.play(
                "It fetches the content: the bytes that were sent",
                Call.get(item + "/content").as(KUSTEN));
        stage.play(
                "It acknowledges the message",
                Call.post(item + "/acknowledgement").as(KUSTEN).json("{\"outcome\": \"ACCEPTED\"}"));
        stage.playUntil(
                "Norrby sees that it was answered",
                Call.get("/v1/messages/" + messageId).as(NORRBY),
                sent -> sent.path("deliveries").path(0).path("status").asText().equals("ACKNOWLEDGED"));
        stage.playUntil(
                "And the whole way there",
                Call.get("/v1/messages/" + messageId + "/events").as(NORRBY),
                trace -> trace.path("items").findValuesAsText("type").contains("ACKNOWLEDGED"));
    }

    private void breakAndMend() {
        stage.act("A subscriber whose endpoint breaks");
        String subscription = subscribe(
                NORRBY,
                "Norrby wants to be told of acknowledgements, with one retry after a second",
                "acknowledged",
                BROKEN_HOOK,
                "\"retryLadder\": [\"PT1S\"], ");
        stage.play(
                "Then its endpoint breaks",
                Call.put("/dev/hooks/" + BROKEN_HOOK).json("{\"status\": 500}"));

        String messageId = stage.play(
                        "Norrby writes to test:accept, which acknowledges everything",
                        Call.post("/v1/messages")
                                .as(NORRBY)
                                .json(
                                        "{\"recipients\": [\"test:accept\"], \"type\": \"urn:example:greeting\", \"contentType\": \"text/plain\", \"contentText\": \"Hej!\"}"))
                .json()
                .path("messageId")
                .asText();
        String deadLetter = stage.playUntil(
                        "The endpoint cannot be told, and Norrby finds a dead letter",
                        Call.get("/v1/subscriptions/" + subscription + "/dead-letters")
                                .as(NORRBY),
                        letters -> letters.path("items")
                                .findValuesAsText("messageId")
                                .contains(messageId))
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asText();
        stage.play(
                "The endpoint is mended", Call.put("/dev/hooks/" + BROKEN_HOOK).json("{\"status\": 204}"));
        stage.play(
                "Norrby has the dead letter replayed",
                Call.post("/v1/subscriptions/" + subscription + "/replay")
                        .as(NORRBY)
                        .json("{\"deadLetterIds\": [\"" + deadLetter + "\"]}"));
        stage.playUntil(
                "And now its webhook is told",
                latest(BROKEN_HOOK),
                hook -> mentions(messageId).test(hook)
                        && hook.path("items").path(0).path("answered").asInt() == 204);
    }

    /** Subscribes, and waits until the endpoint has proved itself. */
    private String subscribe(String agency, String title, String event, String hook, String more) {
        String body =
                "{\"name\": \"%s\", \"types\": [\"se.budkavle.message.%s\"], %s\"channel\": {\"kind\": \"WEBHOOK\", \"url\": \"%s/dev/hooks/%s\"}}"
                        .formatted(DEMO, event, more, api, hook);
        String id = stage.play(title, Call.post("/v1/subscriptions").as(agency).json(body))
                .json()
                .path("id")
                .asText();
        stage.playUntil(
                "Its endpoint repeated the challenge: the subscription is active",
                Call.get("/v1/subscriptions/" + id).as(agency),
                subscription -> subscription.path("status").asText().equals("ACTIVE"));
        return id;
    }

    /** On data that was kept, so that nobody is told twice. */
    private void forgetEarlierDemos() {
        for (String hook : new String[] {GOOD_HOOK, BROKEN_HOOK}) {
            stage.send(Call.delete("/dev/hooks/" + hook));
        }
        for (String agency : new String[] {NORRBY, KUSTEN}) {
            JsonNode subscriptions =
                    stage.send(Call.get("/v1/subscriptions").as(agency)).json();
            for (JsonNode subscription : subscriptions.path("items")) {
                if (subscription.path("name").asText().equals(DEMO)) {
                    stage.send(Call.delete("/v1/subscriptions/"
                                    + subscription.path("id").asText())
                            .as(agency));
                }
            }
        }
    }

    private static Call address(String address, String agency, String name) {
        return Call.put("/v1/addresses/" + address)
                .as(agency)
                .json("{\"kind\": \"FUNCTION\", \"displayName\": \"" + name + "\"}");
    }

    private static Call latest(String hook) {
        return Call.get("/dev/hooks/" + hook + "?limit=1");
    }

    private static Predicate<JsonNode> mentions(String messageId) {
        return page -> page.path("items").findValuesAsText("messageId").contains(messageId);
    }
}
