package se.budkavle.gateway.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
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
import javax.net.ssl.SSLContext;

/** Answers the notifier's internal API with what a test wants, and tells what it was asked. */
final class TestNotifier implements AutoCloseable {

    private final Map<String, Function<URI, String>> answers = new ConcurrentHashMap<>();
    private final Map<String, Runnable> halfway = new ConcurrentHashMap<>();
    private final List<URI> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    TestNotifier() {
        this(TestNotifier::inTheClear);
    }

    /** One that demands certificates that the context trusts. */
    TestNotifier(SSLContext context) {
        this(at -> demanding(context, at));
    }

    /** What makes a server. */
    private interface Making {
        HttpServer at(InetSocketAddress address) throws IOException;
    }

    private static HttpServer inTheClear(InetSocketAddress address) throws IOException {
        return HttpServer.create(address, 0);
    }

    private static HttpServer demanding(SSLContext context, InetSocketAddress address) throws IOException {
        var server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                var demanded = context.getDefaultSSLParameters();
                demanded.setNeedClientAuth(true);
                parameters.setSSLParameters(demanded);
            }
        });
        return server;
    }

    private TestNotifier(Making making) {
        try {
            server = making.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
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
                var half = body.length / 2;
                exchange.getResponseBody().write(body, 0, half);
                exchange.getResponseBody().flush();
                halfway.getOrDefault(exchange.getRequestURI().getPath(), () -> {})
                        .run();
                exchange.getResponseBody().write(body, half, body.length - half);
            }
            exchange.close();
        });
        server.start();
    }

    String url() {
        return (server instanceof HttpsServer ? "https" : "http") + "://localhost:"
                + server.getAddress().getPort();
    }

    /** What a path is answered with from now on; all else is 404. */
    void answer(String path, String json) {
        answer(path, asked -> json);
    }

    /** The same, of what is asked; nothing: 410. */
    void answer(String path, Function<URI, String> json) {
        answers.put(path, json);
    }

    /** What is done from now on when half of a path's answer has been written. */
    void halfway(String path, Runnable action) {
        halfway.put(path, action);
    }

    /** How often it was asked for a path. */
    long timesAsked(String path) {
        return asked.stream().filter(uri -> uri.getPath().equals(path)).count();
    }

    URI lastAsked() {
        return asked.getLast();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
