package se.budkavle.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;

/** NDJSON that is written while it is read: items become lines one after the other, as many as there are. */
final class LineStream<T> extends InputStream {

    private final Iterator<T> items;
    private final ObjectMapper json;
    private byte[] line = {};
    private int position;

    LineStream(Stream<T> items, ObjectMapper json) {
        this.items = items.iterator();
        this.json = json;
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? line[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = 0;
        while (read < length && hasMore()) {
            int part = Math.min(length - read, line.length - position);
            System.arraycopy(line, position, target, offset + read, part);
            position += part;
            read += part;
        }
        return read == 0 && length > 0 ? -1 : read;
    }

    private boolean hasMore() throws JsonProcessingException {
        if (position == line.length && items.hasNext()) {
            var text = json.writeValueAsBytes(items.next());
            line = Arrays.copyOf(text, text.length + 1);
            line[text.length] = '\n';
            position = 0;
        }
        return position < line.length;
    }
}
