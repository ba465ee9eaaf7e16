package se.budkavle.gateway.message;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Arrays;

/**
 * Which request a key was used for lately on this gateway, so that another one is refused at once. The router
 * de-duplicates exactly; this only answers sooner. About 200 bytes a message, bounded in number and time.
 *
 * <p>A request enters before it is sent and leaves again if it certainly was not sent and nobody else claims the same:
 * with {@code under way} counted, neither a failing twin nor a late one can erase what another has confirmed.
 */
final class Idempotency {

    @SuppressWarnings("ArrayRecordComponent") // compared by its contents, below
    private record Entry(byte[] digest, int underWay, boolean maybeSent) {}

    private final Cache<String, Entry> requests;

    Idempotency(int most, Duration kept, Ticker ticker) {
        requests = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(kept)
                .ticker(ticker)
                .build();
    }

    /** {@return false if the message id stands for another request; otherwise {@link #leave} must follow} */
    boolean enter(String messageId, byte[] requestDigest) {
        var entry = requests.asMap()
                .compute(
                        messageId,
                        (id, known) -> known == null
                                ? new Entry(requestDigest, 1, false)
                                : Arrays.equals(known.digest, requestDigest)
                                        ? new Entry(known.digest, known.underWay + 1, known.maybeSent)
                                        : known);
        return Arrays.equals(entry.digest, requestDigest);
    }

    /** Ends what {@link #enter} began; certainly not sent means that nothing of it can be in the log. */
    void leave(String messageId, boolean certainlyNotSent) {
        requests.asMap().computeIfPresent(messageId, (id, known) -> {
            var maybeSent = known.maybeSent || !certainlyNotSent;
            var underWay = known.underWay - 1;
            return underWay <= 0 && !maybeSent ? null : new Entry(known.digest, underWay, maybeSent);
        });
    }

    /** {@return whether the message id stands for another request} */
    boolean conflicts(String messageId, byte[] requestDigest) {
        var known = requests.getIfPresent(messageId);
        return known != null && !Arrays.equals(known.digest, requestDigest);
    }
}
