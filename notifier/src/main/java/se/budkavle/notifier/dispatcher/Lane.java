package se.budkavle.notifier.dispatcher;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.NotificationKind;

/**
 * What is pushed one at a time: the notifications of one subscription and subject. A verification has a lane of its own,
 * and so has what is replayed, with each replay, so that what is new does not wait for it. A subject is kept as a hash, so that keys have one short length whatever publishers write.
 *
 * @param subscriptionId the subscription
 * @param prefix what the keys of its notifications in the store begin with: {@code subscription, subject's hash}
 */
record Lane(String subscriptionId, Bytes prefix) {

    static final int HASH_BYTES = 16;

    private static final byte[] VERIFICATION = new byte[HASH_BYTES];

    /** The lane of a notification. */
    static Lane of(Notification notification) {
        if (notification.getKind() == NotificationKind.VERIFICATION) {
            return ofVerification(notification.getSubscriptionId());
        }
        String subject = notification.getSubject() == null ? "" : notification.getSubject();
        if (notification.getReplayId() != null) {
            subject = notification.getReplayId() + "/" + subject;
        }
        byte[] hash = Digests.sha256(subject.getBytes(StandardCharsets.UTF_8));
        return of(notification.getSubscriptionId(), Arrays.copyOf(hash, HASH_BYTES));
    }

    /** The lane of a subscription's verifications. */
    static Lane ofVerification(String subscriptionId) {
        return of(subscriptionId, VERIFICATION);
    }

    /** The lane of a subscription and a subject's hash. */
    static Lane of(String subscriptionId, byte[] hash) {
        byte[] subscription = prefixOf(subscriptionId);
        return new Lane(
                subscriptionId,
                Bytes.wrap(ByteBuffer.allocate(subscription.length + HASH_BYTES)
                        .put(subscription)
                        .put(hash)
                        .array()));
    }

    /** The subject's hash. */
    byte[] hash() {
        byte[] bytes = prefix.get();
        return Arrays.copyOfRange(bytes, bytes.length - HASH_BYTES, bytes.length);
    }

    /** The key of the notification with this sequence. */
    Bytes at(long sequence) {
        byte[] bytes = prefix.get();
        return Bytes.wrap(ByteBuffer.allocate(bytes.length + Long.BYTES)
                .put(bytes)
                .putLong(sequence)
                .array());
    }

    /** What all keys of a subscription begin with; the length goes first, so that no prefix is that of another. */
    static byte[] prefixOf(String subscriptionId) {
        byte[] id = subscriptionId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Short.BYTES + id.length)
                .putShort((short) id.length)
                .put(id)
                .array();
    }
}
