package se.budkavle.benchmarks.worker;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;

/**
 * The dispatcher's HTTP client in a loop, and nothing else of the dispatcher.
 *
 * @param url the endpoint's
 * @param inFlight requests at a time
 * @param bytes of each body
 * @param seconds for how long
 */
public record ClientLoop(String url, int inFlight, int bytes, double seconds) implements Task {

    @Override
    public Outcome run(Site site) throws Exception {
        var connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnTotal(inFlight)
                .setMaxConnPerRoute(inFlight)
                .build();
        byte[] body = "x".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
        var room = new Semaphore(inFlight);
        var done = new AtomicLong();
        var failed = new AtomicLong();
        try (CloseableHttpAsyncClient client = HttpAsyncClients.custom()
                .setConnectionManager(connections)
                .disableCookieManagement()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .build()) {
            client.start();
            long began = System.nanoTime();
            long end = began + (long) (seconds * 1e9);
            while (System.nanoTime() - end < 0) {
                room.acquire();
                var request = SimpleRequestBuilder.post(url)
                        .setBody(body, ContentType.APPLICATION_JSON)
                        .build();
                var _ = client.execute(request, new FutureCallback<SimpleHttpResponse>() {
                    @Override
                    public void completed(SimpleHttpResponse answer) {
                        done.incrementAndGet();
                        room.release();
                    }

                    @Override
                    public void failed(Exception e) {
                        failed.incrementAndGet();
                        room.release();
                    }

                    @Override
                    public void cancelled() {
                        room.release();
                    }
                });
            }
            room.acquire(inFlight);
            double took = (System.nanoTime() - began) / 1e9;
            client.close(CloseMode.IMMEDIATE);
            return new Outcome(done.get(), took, null, Map.of("failed", failed.get()));
        }
    }
}
