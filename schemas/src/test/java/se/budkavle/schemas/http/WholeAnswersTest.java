package se.budkavle.schemas.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WholeAnswersTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    /** Longer than headers take; what is not there then does not come. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch written = new CountDownLatch(1);
    private final CountDownLatch brokenOff = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/whole", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("whole".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.createContext("/half", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write("ha".getBytes(StandardCharsets.UTF_8));
            body.flush();
            written.countDown();
            try {
                while (!end.await(10, TimeUnit.MILLISECONDS)) {
                    // It fails once nobody reads any more.
                    if (exchange.getRequestURI().getQuery() != null) {
                        body.write('\n');
                        body.flush();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException nobodyReads) {
                brokenOff.countDown();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        client.shutdownNow();
        threads.shutdownNow();
    }

    @Test
    void givesWhatIsAnswered() throws Exception {
        assertThat(WholeAnswers.send(client, to("/whole", LONG), BodyHandlers.ofString())
                        .body())
                .isEqualTo("whole");
    }

    @Test
    void halfAnAnswerIsWaitedForAsLongAsIsSaid() {
        assertThatThrownBy(() -> WholeAnswers.send(client, to("/half", LIMIT), BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(written.getCount()).as("the headers and a half were there").isZero();
    }

    @Test
    void anExchangeThatNobodyWaitsForIsBrokenOff() throws Exception {
        var answer = WholeAnswers.sendAsync(client, to("/half?goesOn", LONG), BodyHandlers.ofString());
        written.await();

        answer.cancel(true);

        assertThat(brokenOff.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoIsNotThereIsToldOfAsTheClientDoes() {
        URI nobody = URI.create("http://localhost:" + server.getAddress().getPort());
        server.stop(0);
        assertThatThrownBy(() -> WholeAnswers.send(
                        client, HttpRequest.newBuilder(nobody).timeout(LONG).build(), BodyHandlers.ofString()))
                .isInstanceOf(ConnectException.class);
    }

    private HttpRequest to(String path, Duration limit) {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.getAddress().getPort() + path))
                .timeout(limit)
                .build();
    }
}
