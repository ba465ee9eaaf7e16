package se.budkavle.gateway.http;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpHeaders;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.LongSupplier;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.quota.Bucket;

/** Keeps one organisation's requests from slowing down the others': so many a second at each gateway, and a burst. */
@Singleton
final class RateLimits {

    private static final String LEFT = "budkavle.requests-left";

    /** A bucket that is not there is full: it is forgotten when it is full anyway. */
    private static final Duration SPARE = Duration.ofSeconds(1);

    private final RateSettings settings;
    private final LoadingCache<String, Bucket> buckets;
    private final LongSupplier clock = System::nanoTime;

    RateLimits(RateSettings settings) {
        this.settings = settings;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(settings.organisations())
                .expireAfterAccess(Duration.ofSeconds(settings.burst() / settings.requestsPerSecond())
                        .plus(SPARE))
                .build(organisation -> new Bucket(settings.requestsPerSecond(), settings.burst(), clock.getAsLong()));
    }

    /**
     * Counts a request.
     *
     * @throws se.budkavle.gateway.problem.RefusedException 429, if there have been too many
     */
    void count(HttpRequest<?> request, Caller caller) {
        int left = buckets.get(caller.organisation()).take(clock.getAsLong());
        request.setAttribute(LEFT, Math.max(0, left));
        if (left < 0) {
            throw Refusal.of(ProblemCode.TOO_MANY_REQUESTS).asException();
        }
    }

    /** {@return how many requests an organisation may make at once now} */
    int left(Caller caller) {
        return buckets.get(caller.organisation()).left(clock.getAsLong());
    }

    /** Tells of a request that was counted how many there may be, and when it is as many again. */
    void tell(HttpRequest<?> request, MutableHttpHeaders headers) {
        request.getAttribute(LEFT, Integer.class).ifPresent(left -> {
            headers.set("RateLimit-Limit", Integer.toString(settings.burst()));
            headers.set("RateLimit-Remaining", Integer.toString(left));
            headers.set("RateLimit-Reset", Integer.toString(secondsUntilFull(left)));
        });
    }

    private int secondsUntilFull(int left) {
        return Math.ceilDiv(settings.burst() - left, settings.requestsPerSecond());
    }
}
