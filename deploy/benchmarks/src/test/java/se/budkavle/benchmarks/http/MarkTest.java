package se.budkavle.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class MarkTest {

    private static final long UNIT = 1 << 10;

    @Property
    void whatIsWrittenIsFoundAgainToAMicrosecond(
            @ForAll @IntRange(max = 0xffff) int run,
            @ForAll @IntRange(max = 0xffff) int conversation,
            @ForAll @IntRange(max = Mark.SEQUENCES - 1) int sequence,
            @ForAll @LongRange(max = 1L << 57) long due) {
        byte[] text = ("{\"a\":\"" + Mark.BLANK + "\"}").getBytes(StandardCharsets.US_ASCII);
        var mark = new Mark(run, conversation, sequence, due);

        mark.write(text, Mark.places(text)[0]);

        List<Mark> found = new ArrayList<>();
        Mark.find(text, 0, text.length, found::add);
        assertThat(found).containsExactly(new Mark(run, conversation, sequence, due / UNIT * UNIT));
        assertThat(found.getFirst().age(due + 5 * UNIT)).isEqualTo(5 * UNIT);
    }

    @Test
    void isAUuidAndNoOtherIsTakenForIt() {
        String text = Mark.BLANK + " " + UUID.fromString(Mark.BLANK) + " 00000000-0000-4000-8000-000000000000 bbbb";

        List<Mark> found = new ArrayList<>();
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Mark.find(bytes, 0, bytes.length, found::add);

        assertThat(found).hasSize(2);
    }

    @Test
    void isNotOlderThanNothingWhenItArrivesInTheSameMicrosecond() {
        assertThat(new Mark(0, 0, 0, 4096).age(4000)).isZero();
    }
}
