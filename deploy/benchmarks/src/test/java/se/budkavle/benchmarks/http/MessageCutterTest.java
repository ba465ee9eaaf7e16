package se.budkavle.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MessageCutterTest {

    private static final String ALL = "HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\n\r\nhello"
            + "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
            + "HTTP/1.1 204 No Content\r\n\r\n"
            + "POST /x HTTP/1.1\r\nX: 1\r\ncontent-length:2\r\n\r\nok";

    @Property
    void cutsWhereMessagesEndHoweverTheyCome(@ForAll @IntRange(min = 1, max = 200) int piece) {
        var cutter = new MessageCutter();
        List<String> bodies = new ArrayList<>();
        byte[] bytes = ALL.getBytes(StandardCharsets.US_ASCII);

        for (int at = 0; at < bytes.length; at += piece) {
            cutter.read(
                    ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)),
                    message -> bodies.add(message.firstLine() + " " + message.text()));
        }

        assertThat(bodies)
                .containsExactly(
                        "HTTP/1.1 202 Accepted hello",
                        "HTTP/1.1 200 OK abcde",
                        "HTTP/1.1 204 No Content ",
                        "POST /x HTTP/1.1 ok");
    }
}
