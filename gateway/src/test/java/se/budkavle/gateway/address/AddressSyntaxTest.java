package se.budkavle.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressSyntaxTest {

    @ParameterizedTest
    @ValueSource(strings = {"abc", "sdk:inkorg:0203:digg.se", "A_b-c.D", "test:accept", "a::b", "1.2"})
    void addresses(String text) {
        assertThat(AddressSyntax.fold(text)).isEqualTo(text.toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "ab",
                ".ab",
                "ab.",
                "-ab",
                "a..b",
                "a/b",
                "a b",
                "a\u0000b",
                "åäö",
                "a\u212Ab",
                "abc\n",
                "a%2Fb"
            })
    void others(String text) {
        assertThat(AddressSyntax.fold(text)).isNull();
    }

    @Test
    void upTo255Characters() {
        assertThat(AddressSyntax.fold("a".repeat(255))).isNotNull();
        assertThat(AddressSyntax.fold("a".repeat(256))).isNull();
    }

    /** The rule of the API, said otherwise. */
    @Property(tries = 2000)
    void theRule(
            @ForAll
                    @StringLength(max = 12)
                    @CharRange(from = 'a', to = 'c')
                    @CharRange(from = 'X', to = 'Z')
                    @Chars({'.', ':', '_', '-', '/', ' ', '0', '\u0000'})
                    String text) {
        boolean expected = text.length() >= 3
                && text.chars().allMatch(c -> "._:-".indexOf(c) >= 0 || Character.isLetterOrDigit(c))
                && Character.isLetterOrDigit(text.charAt(0))
                && Character.isLetterOrDigit(text.charAt(text.length() - 1))
                && !text.contains("..");

        assertThat(AddressSyntax.fold(text) != null).isEqualTo(expected);
    }

    /** Whatever it is made of: what is taken is ASCII, and folding it again changes nothing. */
    @Property(tries = 2000)
    void whatIsTakenIsStable(@ForAll String text) {
        var folded = AddressSyntax.fold(text);

        if (folded != null) {
            assertThat(folded).matches("[a-z0-9._:-]+");
            assertThat(AddressSyntax.fold(folded)).isEqualTo(folded);
        }
    }
}
