package se.budkavle.notifier.feed;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import se.budkavle.notifier.state.OrderedKey;

/**
 * The keys of the feed's store.
 *
 * <pre>
 *  n subscriptionId offset   a notification, by its offset in notifications
 *  r subscriptionId offset   a replay that is not done, by the offset of its request
 *  s subscriptionId          the offset up to which notifications were swept
 * </pre>
 */
final class FeedKeys {

    static final OrderedKey ENTRIES = OrderedKey.in('n');
    static final OrderedKey REPLAYS = OrderedKey.in('r');

    private static final int TEXT_BEGINS = 1;

    private FeedKeys() {}

    static OrderedKey entries(String subscriptionId) {
        return OrderedKey.in('n').text(subscriptionId);
    }

    static Bytes entry(String subscriptionId, long offset) {
        return entries(subscriptionId).number(offset).first();
    }

    static OrderedKey replays(String subscriptionId) {
        return OrderedKey.in('r').text(subscriptionId);
    }

    static Bytes replay(String subscriptionId, long offset) {
        return replays(subscriptionId).number(offset).first();
    }

    static Bytes swept(String subscriptionId) {
        return OrderedKey.in('s').text(subscriptionId).first();
    }

    /** The subscription in a key. */
    static String subscriptionOf(Bytes key) {
        byte[] bytes = key.get();
        int end = TEXT_BEGINS;
        while (bytes[end] != 0) {
            end++;
        }
        return new String(bytes, TEXT_BEGINS, end - TEXT_BEGINS, StandardCharsets.UTF_8);
    }
}
