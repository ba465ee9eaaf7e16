package se.budkavle.router.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceVersionsTest {

    @ParameterizedTest
    @CsvSource({
        "9,10",
        "1.9.0,1.10.0",
        "2026-01-09T23:59:59Z,2026-01-10T00:00:00Z",
        "v1,v1.1",
        "1,1a",
        "99999999999999999998,99999999999999999999",
        "a,b"
    })
    void olderBeforeNewer(String older, String newer) {
        assertThat(SourceVersions.NATURAL.compare(older, newer)).isNegative();
        assertThat(SourceVersions.NATURAL.compare(newer, older)).isPositive();
        assertThat(SourceVersions.NATURAL.compare(newer, newer)).isZero();
    }

    /** An order: sorting by it never fails, and any numbers sort as numbers. */
    @Property
    void isAnOrder(
            @ForAll @Size(max = 40) List<@AlphaChars @NumericChars @Chars({'.', '-'}) @StringLength(max = 6) String> any,
            @ForAll List<Integer> numbers) {
        assertThat(any.stream().sorted(SourceVersions.NATURAL).toList()).isSortedAccordingTo(SourceVersions.NATURAL);
        List<Integer> positive =
                numbers.stream().map(number -> number & 0x7fffffff).toList();
        assertThat(positive.stream()
                        .map(String::valueOf)
                        .sorted(SourceVersions.NATURAL)
                        .map(Integer::valueOf))
                .containsExactlyElementsOf(positive.stream().sorted().toList());
    }
}
