package se.budkavle.gateway.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Answers the notifier's internal API with what a test wants, and tells what it was asked. */
final class TestNotifier implements AutoCloseable {

    private final Map<String, Function<URI, String>> answers = new ConcurrentHashMap<>();
    private final List<URI> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    TestNotifier() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI());
            var answer = answers.get(exchange.getRequestURI().getPath());
            var json = answer == null ? "" : answer.apply(exchange.getRequestURI());
            if (json.isEmpty()) {
                exchange.sendResponseHeaders(answer == null ? 404 : 410, -1);
            } else {
                var body = json.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** What a path is answered with from now on; all else is 404. */
    void answer(String path, String json) {
        answer(path, asked -> json);
    }

    /** The same, of what is asked; nothing: 410. */
    void answer(String path, Function<URI, String> json) {
        answers.put(path, json);
    }

    URI lastAsked() {
        return asked.getLast();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
