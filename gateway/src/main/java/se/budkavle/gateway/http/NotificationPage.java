package se.budkavle.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A page of the feed, cut into its events without reading them: what publishers wrote stays as it is, digit for digit.
 *
 * @param items oldest first
 * @param next the position with which to go on
 */
record NotificationPage(List<Item> items, String next) {

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * An event.
     *
     * @param json as it is. Content
     * @param position its own
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Item(byte[] json, String position) {

        /** Names no content. */
        @Override
        public String toString() {
            return "Item[" + position + "]";
        }
    }

    NotificationPage {
        items = List.copyOf(items);
    }

    /**
     * Cuts what the notifier gave.
     *
     * @throws IOException where it is no page
     */
    static NotificationPage cut(byte[] json) throws IOException {
        try (var parser = JSON.createParser(json)) {
            var items = new ArrayList<Item>();
            String next = null;
            expect(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                var value = parser.nextToken();
                switch (name) {
                    case "items" -> {
                        expect(value == JsonToken.START_ARRAY);
                        while (parser.nextToken() == JsonToken.START_OBJECT) {
                            items.add(item(parser, json));
                        }
                    }
                    case "next" -> next = parser.getText();
                    default -> parser.skipChildren();
                }
            }
            expect(parser.currentToken() == JsonToken.END_OBJECT);
            if (next == null) {
                throw noPage();
            }
            return new NotificationPage(items, next);
        }
    }

    private static Item item(JsonParser parser, byte[] json) throws IOException {
        int begin = (int) parser.currentTokenLocation().getByteOffset();
        String sequence = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isSequence = parser.currentName().equals("sequence");
            parser.nextToken();
            if (isSequence) {
                sequence = parser.getText();
            }
            parser.skipChildren();
        }
        int end = (int) parser.currentLocation().getByteOffset();
        return new Item(Arrays.copyOfRange(json, begin, end), position(sequence));
    }

    private static String position(@Nullable String sequence) throws IOException {
        try {
            return Long.toString(Long.parseLong(sequence == null ? "" : sequence));
        } catch (NumberFormatException e) {
            throw noPage();
        }
    }

    private static void expect(boolean holds) throws IOException {
        if (!holds) {
            throw noPage();
        }
    }

    private static IOException noPage() {
        return new IOException("not a page of the feed");
    }

    /**
     * {@return {@code {"items": […], "next": "…"}}, UTF-8. Content}
     *
     * @param cursor makes a cursor of a position
     */
    byte[] json(UnaryOperator<String> cursor) {
        var json = new ByteArrayOutputStream();
        json.writeBytes(bytes("{\"items\":["));
        for (int i = 0; i < items.size(); i++) {
            json.writeBytes(bytes(i == 0 ? "" : ","));
            json.writeBytes(items.get(i).json());
        }
        json.writeBytes(bytes("],\"next\":\"" + cursor.apply(next) + "\"}"));
        return json.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
