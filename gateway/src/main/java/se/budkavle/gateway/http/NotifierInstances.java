package se.budkavle.gateway.http;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.http.WholeAnswers;
import se.budkavle.schemas.tls.InternalTls;

/**
 * The instances of the notifier, of which any can be asked. One that has died breaks its connections, and the next is
 * asked; one that hangs keeps them, and whoever waits at it. So each is asked for a sign of life every so often.
 */
@Singleton
final class NotifierInstances implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(NotifierInstances.class);
    private static final UriQuery SIGN_OF_LIFE = UriQuery.path("health", "liveness");

    private final NotifierSettings settings;
    private final List<Instance> all;
    private final AtomicInteger turn = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("notifier-heartbeat").factory());
    private final Supplier<HttpClient> http;

    NotifierInstances(NotifierSettings settings, InternalTls tls) {
        this.settings = settings;
        this.all = settings.urls().stream().map(Instance::new).toList();
        this.http = tls.client(() -> HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .executor(threads));
    }

    /** One of them. */
    private static final class Instance {

        private final URI base;
        /** Ends when it falls silent; another one begins when it is heard again. */
        private volatile CompletableFuture<Void> silence = new CompletableFuture<>();

        Instance(URI base) {
            this.base = base;
        }

        boolean isSilent() {
            return silence.isDone();
        }

        synchronized void heard(boolean sign) {
            if (sign == isSilent()) {
                LOG.atWarn()
                        .addKeyValue("notifier", base)
                        .log(sign ? "a notifier answers again" : "a notifier gives no sign of life");
            }
            if (!sign) {
                silence.complete(null);
            } else if (isSilent()) {
                silence = new CompletableFuture<>();
            }
        }
    }

    /** Where there is one alone, there is no other to turn to. */
    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        if (all.size() > 1) {
            long millis = settings.heartbeatInterval().toMillis();
            var _ = timer.scheduleWithFixedDelay(
                    () -> all.forEach(this::listen), millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void listen(Instance instance) {
        var request = HttpRequest.newBuilder(SIGN_OF_LIFE.on(instance.base, Duration.ZERO))
                .timeout(settings.heartbeatTimeout())
                .build();
        var _ = WholeAnswers.sendAsync(http.get(), request, BodyHandlers.discarding())
                .handle((answer, error) -> {
                    instance.heard(error == null);
                    return answer;
                });
    }

    /**
     * What one of them answers: the first whose turn it is and that can be reached. Blocks.
     *
     * @param waiting how long it may wait for something to tell; the next is asked to wait for what is left of it
     * @param body what is made of the answer's; one that hangs is not waited for until that is complete
     * @throws IOException none can be reached, or one broke off
     */
    <T> HttpResponse<T> ask(UriQuery uri, Duration waiting, BodyHandler<T> body)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + waiting.toNanos();
        var left = waiting;
        @Nullable IOException unreachable = null;
        for (var instance : inTurn()) {
            try {
                return ask(instance, uri, left, body);
            } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException | SilentException e) {
                LOG.atDebug().addKeyValue("notifier", instance.base).log("a notifier cannot be reached");
                unreachable = e;
                left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            }
        }
        throw unreachable == null ? new ConnectException() : unreachable;
    }

    /** Each begins as often as the others; those that are silent come last. */
    private List<Instance> inTurn() {
        int first = Math.floorMod(turn.getAndIncrement(), all.size());
        return IntStream.range(0, all.size())
                .mapToObj(i -> all.get((first + i) % all.size()))
                .sorted(Comparator.comparing(Instance::isSilent))
                .toList();
    }

    /** It is waited for until it answers, or falls silent while another does not. */
    private <T> HttpResponse<T> ask(Instance instance, UriQuery uri, Duration waiting, BodyHandler<T> body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri.on(instance.base, waiting))
                .header("Authorization", "Bearer " + settings.token())
                .timeout(settings.timeout().plus(waiting))
                .build();
        var answer = WholeAnswers.sendAsync(http.get(), request, body);
        try {
            var silence = instance.silence;
            if (!silence.isDone()) {
                CompletableFuture.anyOf(answer, silence).get();
                if (!answer.isDone() && all.stream().anyMatch(each -> !each.isSilent())) {
                    throw new SilentException();
                }
            }
            return answer.get();
        } catch (ExecutionException e) {
            throw WholeAnswers.failure(e);
        } finally {
            // Whoever does not want the answer any more has it broken off; one that is there is not touched.
            answer.cancel(true);
        }
    }

    /** An instance that was asked gives no sign of life any more. */
    private static final class SilentException extends IOException {
        private static final long serialVersionUID = 1;
    }

    @PreDestroy
    void close() {
        timer.shutdownNow();
        http.get().shutdownNow();
        threads.close();
    }
}
