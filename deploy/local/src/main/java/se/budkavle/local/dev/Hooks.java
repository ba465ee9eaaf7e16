package se.budkavle.local.dev;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Webhook endpoints to try things with. Each comes into being with the first request to it, answers as it is told, and
 * remembers the last requests. They live in memory and are bounded in number and size.
 */
@Singleton
final class Hooks {

    /** Requests that one endpoint remembers. */
    static final int REMEMBERED = 100;

    /** Endpoints; with more of them, the one that was used longest ago is forgotten. */
    static final int MOST = 50;

    /** Longest body that is remembered, in bytes; of a longer one the beginning. */
    static final int LONGEST_BODY = 32 * 1024;

    /**
     * How an endpoint answers.
     *
     * @param status the HTTP status
     * @param delayMillis how long it takes
     */
    record Behaviour(int status, int delayMillis) {

        static final Behaviour GOOD = new Behaviour(204, 0);

        boolean isGood() {
            return status >= 200 && status < 300;
        }
    }

    /**
     * A request as it came.
     *
     * @param status what was answered
     * @param headers names in lower case
     */
    record Received(Instant at, int status, Map<String, String> headers, String body) {}

    /** An endpoint as it is now; received requests oldest first. */
    record Hook(Behaviour behaviour, List<Received> received) {}

    private static final class Endpoint {
        private Behaviour behaviour = Behaviour.GOOD;
        private final Deque<Received> received = new ArrayDeque<>();
    }

    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>(16, 0.75f, true);

    /** How it answers now. */
    synchronized Behaviour behaviour(String name) {
        return endpoint(name).behaviour;
    }

    /** Makes it answer so from now on. */
    synchronized void behave(String name, Behaviour behaviour) {
        endpoint(name).behaviour = behaviour;
    }

    /** Remembers a request. */
    synchronized void remember(String name, Received request) {
        Deque<Received> received = endpoint(name).received;
        received.addLast(request);
        if (received.size() > REMEMBERED) {
            received.removeFirst();
        }
    }

    /** The endpoint; one that was never used answers well and has got nothing. */
    synchronized Hook get(String name) {
        Endpoint endpoint = endpoints.get(name);
        return endpoint == null
                ? new Hook(Behaviour.GOOD, List.of())
                : new Hook(endpoint.behaviour, List.copyOf(endpoint.received));
    }

    /** Forgets what it got, and how it was told to answer. */
    synchronized void forget(String name) {
        endpoints.remove(name);
    }

    private Endpoint endpoint(String name) {
        Endpoint endpoint = endpoints.computeIfAbsent(name, _ -> new Endpoint());
        if (endpoints.size() > MOST) {
            endpoints.remove(endpoints.keySet().iterator().next());
        }
        return endpoint;
    }
}
