package se.budkavle.notifier.feed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import se.budkavle.notifier.event.NotificationEvent;
import se.budkavle.notifier.feed.FeedReads.Numbered;

/**
 * A page of the feed.
 *
 * @param items oldest first
 * @param next the cursor with which to go on: the sequence of the last item
 */
record FeedPage(List<Numbered> items, long next) {

    FeedPage {
        items = List.copyOf(items);
    }

    /** {@code {"items": [CloudEvents], "next": "…"}}, UTF-8. Events' data stays as it was written, digit for digit. */
    byte[] json() {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        write(json, "{\"items\":[");
        String separator = "";
        for (Numbered item : items) {
            write(json, separator);
            json.writeBytes(NotificationEvent.json(
                    item.entry().getNotification(), item.entry().getTraceparent()));
            separator = ",";
        }
        write(json, "],\"next\":\"" + next + "\"}");
        return json.toByteArray();
    }

    private static void write(ByteArrayOutputStream json, String text) {
        json.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
