package se.budkavle.gateway.quota;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Balances;
import se.budkavle.schemas.avro.Balance;

/**
 * How many deliveries each organisation has under way, by the books of those who own them: exact, but for the last second or
 * two, and what is between two owners. One thread writes, any read. About 200 bytes for each organisation, lane and part in
 * which it has anything under way.
 */
@Singleton
final class OpenCounts {

    /** What one owner counts of one organisation. */
    private record Share(String organisation, long open) {}

    private final Map<String, Share> shares = new HashMap<>();
    private final ConcurrentMap<String, Long> open = new ConcurrentHashMap<>();

    /** {@return how many deliveries an organisation has under way} */
    long of(String organisation) {
        return open.getOrDefault(organisation, 0L);
    }

    /** Takes over what one owner counts now, in place of what it counted before; null: nothing. */
    void put(String key, @Nullable Balance balance) {
        var before = shares.remove(key);
        if (before != null) {
            add(before.organisation(), -before.open());
        }
        long now = balance == null ? 0 : Balances.underWay(balance);
        if (balance != null && now != 0) {
            shares.put(key, new Share(balance.getOrganisation(), now));
            add(balance.getOrganisation(), now);
        }
    }

    private void add(String organisation, long change) {
        open.compute(organisation, (same, before) -> {
            long after = (before == null ? 0 : before) + change;
            return after == 0 ? null : after;
        });
    }
}
