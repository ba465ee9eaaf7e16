package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.gateway.problem.Parsed;

class CursorsTest {

    @Property(tries = 200)
    void comesBack(@ForAll @AlphaChars @StringLength(max = 50) String position) {
        var cursor = Cursors.wrap("0203:a.se", "inbox", position);

        assertThat(cursor).matches("[A-Za-z0-9_-]+");
        assertThat(Cursors.unwrap("0203:a.se", "inbox", cursor).orRefuse()).isEqualTo(position);
    }

    @Test
    void isNotForAnotherTenantOrList() {
        var cursor = Cursors.wrap("0203:a.se", "inbox", "0:1");

        assertThat(Cursors.unwrap("0203:b.se", "inbox", cursor)).isInstanceOf(Parsed.Invalid.class);
        assertThat(Cursors.unwrap("0203:a.se", "addresses", cursor)).isInstanceOf(Parsed.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "!", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAA", "%00"})
    void whatWeDidNotMakeIsRefused(String cursor) {
        assertThat(Cursors.unwrap("0203:a.se", "inbox", cursor)).isInstanceOf(Parsed.Invalid.class);
    }

    @Property(tries = 200)
    void anythingAtAllIsRefusedWithoutFailing(@ForAll String cursor) {
        assertThat(Cursors.unwrap("0203:a.se", "inbox", cursor)).isInstanceOf(Parsed.Invalid.class);
    }
}
