package se.budkavle.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    private static List<LineReader.Line> lines(InputStream in, int longest) throws IOException {
        var reader = new LineReader(in, longest);
        var lines = new ArrayList<LineReader.Line>();
        for (var line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }

    private static String text(LineReader.Line line) {
        return line.bytes() == null ? null : new String(line.bytes(), StandardCharsets.UTF_8);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void linesEndInEitherWayAndTheLastNeedNot() throws Exception {
        assertThat(lines(stream("a\nb\r\n\n\r\nc"), 10))
                .extracting(LineReader.Line::number, LineReaderTest::text)
                .containsExactly(tuple(1, "a"), tuple(2, "b"), tuple(5, "c"));
        assertThat(lines(stream(""), 10)).isEmpty();
        assertThat(lines(stream("\n\n"), 10)).isEmpty();
    }

    @Test
    void aLineThatIsTooLongIsPassedOverAndTheNextIsRead() throws Exception {
        assertThat(lines(stream("abc\nabcd\nef"), 3))
                .extracting(LineReader.Line::number, LineReaderTest::text)
                .containsExactly(tuple(1, "abc"), tuple(2, null), tuple(3, "ef"));
    }

    @Test
    void aGigabyteWithoutAnEndIsNotHeld() throws Exception {
        var endless = new InputStream() {
            private long left = 1L << 30;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                int part = (int) Math.min(length, left);
                left -= part;
                return part == 0 ? -1 : part;
            }
        };

        assertThat(lines(endless, 1000))
                .hasSize(1)
                .first()
                .extracting(LineReader.Line::bytes)
                .isNull();
    }

    @Property(tries = 200)
    void howTheBytesArriveChangesNothing(
            @ForAll @Size(max = 20) List<@AlphaChars @StringLength(max = 30) String> texts,
            @ForAll @IntRange(min = 1, max = 7) int part)
            throws IOException {
        var slowly = new ByteArrayInputStream(String.join("\n", texts).getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(part, length));
            }
        };

        assertThat(lines(slowly, 100))
                .extracting(LineReaderTest::text)
                .containsExactlyElementsOf(
                        texts.stream().filter(text -> !text.isEmpty()).toList());
    }
}
