package se.budkavle.notifier.dispatcher;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import se.budkavle.schemas.TargetPolicy;

/**
 * Finds an endpoint's addresses, on threads of its own as a slow name server must delay nobody else, and checks each of
 * them. The HTTP client connects to what was checked and nothing else, so that a name which changes its mind gains nothing.
 */
final class CheckedResolver implements DnsResolver, AutoCloseable {

    private static final int THREADS = 32;
    private static final int NAMES = 10_000;
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final TargetPolicy policy;
    private final ThreadPoolExecutor threads;

    /** Several requests for a name share one look-up; failures are not remembered. */
    private final AsyncCache<String, InetAddress[]> names = Caffeine.newBuilder()
            .maximumSize(NAMES)
            .expireAfterWrite(REMEMBERED)
            .buildAsync();

    CheckedResolver(TargetPolicy policy) {
        this.policy = policy;
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                REMEMBERED.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("push-dns-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** The checked addresses of a host; fails with {@link UnknownHostException} or {@link TargetRefusedException}. */
    CompletableFuture<InetAddress[]> lookUp(String host) {
        return names.get(host, (name, executor) -> CompletableFuture.supplyAsync(() -> checked(name), threads));
    }

    private InetAddress[] checked(String host) {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            for (InetAddress address : addresses) {
                if (!policy.allows(address)) {
                    throw new TargetRefusedException();
                }
            }
            return addresses;
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        try {
            return lookUp(host).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw e;
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
