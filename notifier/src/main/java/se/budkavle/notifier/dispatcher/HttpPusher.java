package se.budkavle.notifier.dispatcher;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import se.budkavle.schemas.SecretBox;
import se.budkavle.schemas.TargetPolicy;

/** Pushes over HTTP: signed, to checked addresses only, without redirects, cookies or a proxy, bounded in time and size. */
final class HttpPusher implements Pusher, AutoCloseable {

    /** Bodies are made and signed on these, not on a stream thread. */
    private static final int WORKERS = 2;

    private static final Duration PROMPT = Duration.ofSeconds(1);
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);
    private static final TimeValue VALIDATE_AFTER = TimeValue.ofSeconds(1);
    private static final TimeValue CONNECTION_LIFE = TimeValue.ofMinutes(5);

    private final DispatcherSettings settings;
    private final Signer signer;
    private final CheckedResolver resolver;
    private final CloseableHttpAsyncClient client;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            WORKERS, Thread.ofPlatform().daemon().name("push-", 0).factory());
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("push-timer").factory());

    HttpPusher(DispatcherSettings settings, SecretBox secrets) {
        this.settings = settings;
        signer = new Signer(secrets);
        resolver = new CheckedResolver(new TargetPolicy(settings.allowLoopback(), settings.allowPrivate()));
        timers.setRemoveOnCancelPolicy(true);
        Timeout timeout = Timeout.of(settings.timeout());
        // How much is under way is bounded by who calls: the pool never makes a request wait.
        var connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnTotal(settings.maxOutstanding())
                .setMaxConnPerRoute(settings.maxOutstanding())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .setSocketTimeout(timeout)
                        .setTimeToLive(CONNECTION_LIFE)
                        .setValidateAfterInactivity(VALIDATE_AFTER)
                        .build())
                .build();
        client = HttpAsyncClients.custom()
                .setConnectionManager(connections)
                // Never a proxy, whatever the system says: a proxy would resolve names itself, unchecked.
                .setRoutePlanner(new DefaultRoutePlanner(null))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .build())
                .setUserAgent("Budkavle")
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .evictExpiredConnections()
                .evictIdleConnections(IDLE)
                .build();
        client.start();
    }

    @Override
    public CompletionStage<AttemptResult> push(PushRequest request) {
        URI target;
        try {
            target = target(request);
        } catch (URISyntaxException e) {
            return CompletableFuture.completedFuture(new AttemptResult.Failed("InvalidUrl"));
        }
        long began = System.nanoTime();
        return attempt(request, target)
                .thenCompose(result -> result instanceof AttemptResult.Broken && isPrompt(began)
                        ? attempt(request, target)
                        : CompletableFuture.completedFuture(result));
    }

    /**
     * A kept connection may be closed by the endpoint in the moment in which it is used: that is no failure of the endpoint,
     * and it is asked once more. If it had taken the notification in, it knows the second by its id.
     */
    private static boolean isPrompt(long began) {
        return System.nanoTime() - began < PROMPT.toNanos();
    }

    private CompletableFuture<AttemptResult> attempt(PushRequest request, URI target) {
        CompletableFuture<AttemptResult> result = new CompletableFuture<>();
        Exchange exchange = new Exchange(result, settings.answerLimit(), request.at());
        Future<?> timer = timers.schedule(exchange::expire, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        CompletionStage<InetAddress[]> lookUp = resolver.lookUp(host(target));
        lookUp.whenCompleteAsync(
                (addresses, error) -> {
                    if (error == null) {
                        send(request, target, exchange, result);
                    } else {
                        result.complete(Exchange.failure(cause(error)));
                    }
                },
                workers);
        return result.whenComplete((ended, error) -> timer.cancel(false));
    }

    private void send(PushRequest request, URI target, Exchange exchange, CompletableFuture<AttemptResult> result) {
        if (result.isDone()) {
            return;
        }
        try {
            WebhookMessage message = WebhookMessage.of(request, signer);
            byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
            if (body.length > request.mostBytes(settings.maxPayloadBytes())) {
                result.complete(new AttemptResult.TooLarge());
                return;
            }
            AsyncRequestBuilder post =
                    AsyncRequestBuilder.post(target).setEntity(body, ContentType.parse(WebhookMessage.CONTENT_TYPE));
            message.headers().forEach(post::addHeader);
            exchange.runs(client.execute(post.build(), exchange, null));
        } catch (GeneralSecurityException | RuntimeException e) {
            // An event that cannot be written, a secret that cannot be used: no fault of the endpoint.
            result.complete(new AttemptResult.Failed(e.getClass().getSimpleName()));
        }
    }

    private static URI target(PushRequest request) throws URISyntaxException {
        String url = request.subscription().getUrl();
        URI target = new URI(url == null ? "" : url);
        boolean isHttp = "https".equalsIgnoreCase(target.getScheme()) || "http".equalsIgnoreCase(target.getScheme());
        if (!isHttp || target.getHost() == null) {
            // Not the address itself: its query is secret.
            throw new URISyntaxException("", "not an HTTP address");
        }
        return target;
    }

    /** The host as the HTTP client will ask for it: an IPv6 literal without brackets. */
    private static String host(URI target) {
        String host = target.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    @Override
    public void close() {
        timers.shutdownNow();
        workers.shutdownNow();
        resolver.close();
        client.close(CloseMode.IMMEDIATE);
    }
}
