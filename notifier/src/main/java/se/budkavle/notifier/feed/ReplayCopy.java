package se.budkavle.notifier.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.feed.FeedReads.Numbered;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.avro.FeedEntry;
import se.budkavle.schemas.avro.Notification;

/** A notification once more, by a replay. */
final class ReplayCopy {

    /** Extension: the sequence of the notification that this is a copy of. */
    private static final String ORIGINAL = "replayOf";

    private ReplayCopy() {}

    /** The copy: of the same lifetime, under an id of its own that a repeated copy has too. */
    static FeedEntry of(Numbered original, String replayId, Instant now) {
        Notification notification = original.entry().getNotification();
        Duration lifetime = Duration.between(notification.getCreatedAt(), notification.getExpiresAt());
        Map<String, String> extensions = new HashMap<>(notification.getExtensions());
        // What becomes of the copy says nothing of the dead letter that the notification was.
        extensions.remove(DeadLetter.REPLAYED_FROM);
        extensions.put(ORIGINAL, Long.toString(original.sequence()));
        Notification copy = Notification.newBuilder(notification)
                .setNotificationId(Ids.derived(
                        "replay", notification.getSubscriptionId(), notification.getNotificationId(), replayId))
                .setSequence(null)
                .setReplay(notification.getReplay() + 1)
                .setReplayId(replayId)
                .setCreatedAt(now)
                .setExpiresAt(now.plus(lifetime))
                .setExtensions(extensions)
                .build();
        return FeedEntry.newBuilder(original.entry()).setNotification(copy).build();
    }

    /** The sequence of the notification that this is a copy of; null: it is none. */
    static @Nullable Long originalOf(Notification copy) {
        String original = copy.getExtensions().get(ORIGINAL);
        return original == null ? null : Long.valueOf(original);
    }
}
