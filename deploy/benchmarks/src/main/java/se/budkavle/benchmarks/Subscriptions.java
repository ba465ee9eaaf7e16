package se.budkavle.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import se.budkavle.chaos.load.Api;

/** Who is told on a stage: the recipient's subscriptions by webhook, without an order. */
public final class Subscriptions {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Door door;
    private final int endpointPort;

    Subscriptions(Door door, int endpointPort) {
        this.door = door;
        this.endpointPort = endpointPort;
    }

    /**
     * Subscribes; {@link #awaitActive} waits until the endpoint has proved itself.
     *
     * @param type of events
     * @param host of the endpoint: an address of this machine
     * @param path how the endpoint answers
     * @return the subscription's id
     */
    public String subscribe(String type, String host, String path) throws InterruptedException, IOException {
        ObjectNode body = Api.JSON.createObjectNode().put("name", path).put("ordering", "BEST_EFFORT");
        body.putArray("types").add(type);
        body.putObject("channel").put("kind", "WEBHOOK").put("url", "http://" + host + ":" + endpointPort + path);
        return door.send(new Api.Request("POST", "/v1/subscriptions", token(), null, body, Duration.ZERO))
                .json()
                .path("id")
                .asText();
    }

    /** Waits until subscriptions are active. */
    public void awaitActive(List<String> ids) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (String id : ids) {
            while (!door.send(Api.Request.get("/v1/subscriptions/" + id, token()))
                    .json()
                    .path("status")
                    .asText()
                    .equals("ACTIVE")) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("subscription " + id + " does not become active");
                }
                Thread.sleep(Door.POLL);
            }
        }
    }

    /** Ends subscriptions. */
    public void unsubscribe(List<String> ids) throws InterruptedException, IOException {
        for (String id : ids) {
            door.send(new Api.Request("DELETE", "/v1/subscriptions/" + id, token(), null, null, Duration.ZERO));
        }
    }

    private String token() {
        return door.token(Stage.RECIPIENT);
    }
}
