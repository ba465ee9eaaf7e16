package se.budkavle.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import se.budkavle.chaos.load.Api;

/** Whom messages on a stage go to. */
public final class Addresses {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int CLAIMS_AT_A_TIME = 32;

    private final Door door;
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();

    Addresses(Door door) {
        this.door = door;
    }

    /** Claims an address of an organisation, its name before the organisation's, unless an earlier case did. */
    public String claim(String name, String organisation) throws InterruptedException, IOException {
        String address = name + ":" + organisation;
        if (!claimed.add(address)) {
            return address;
        }
        ObjectNode entry =
                Api.JSON.createObjectNode().put("organisation", organisation).put("kind", "FUNCTION");
        door.send(Api.Request.put("/v1/addresses/" + Api.encoded(address), door.token(organisation), entry));
        return address;
    }

    /** Claims so many addresses of an organisation. */
    public List<String> claimAll(String name, String organisation, int count) throws InterruptedException, IOException {
        List<Future<String>> claims = new ArrayList<>();
        try (var clients = Executors.newFixedThreadPool(CLAIMS_AT_A_TIME)) {
            for (int i = 0; i < count; i++) {
                String each = name + "-" + i;
                claims.add(clients.submit(() -> claim(each, organisation)));
            }
        }
        List<String> addresses = new ArrayList<>();
        for (Future<String> claim : claims) {
            try {
                addresses.add(claim.get());
            } catch (ExecutionException e) {
                throw new IOException("an address could not be claimed", e.getCause());
            }
        }
        return addresses;
    }

    /** Waits until the door knows an address. */
    public void await(String address) throws InterruptedException, IOException {
        var request = Api.Request.get("/v1/addresses/" + Api.encoded(address), door.token(Stage.RECIPIENT));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (door.ask(request).status() != 200) {
            if (System.nanoTime() > deadline) {
                throw new IOException("an address does not become known");
            }
            Thread.sleep(Door.POLL);
        }
    }
}
