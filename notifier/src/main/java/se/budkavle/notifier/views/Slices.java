package se.budkavle.notifier.views;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import se.budkavle.notifier.api.Page;

/** Parts of lists as other instances tell them. */
final class Slices {

    private Slices() {}

    static <T extends Slice.Item> Slice<T> parse(ObjectMapper json, byte[] body, Class<T> type) {
        try {
            Page<T> page = json.readValue(body, json.getTypeFactory().constructParametricType(Page.class, type));
            return new Slice<>(page.items(), Position.parse(page.next()));
        } catch (IOException e) {
            throw new UncheckedIOException("another instance speaks another version", e);
        }
    }
}
