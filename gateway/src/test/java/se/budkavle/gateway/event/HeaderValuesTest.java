package se.budkavle.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderValuesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            Euro%20%E2%82%AC%20%F0%9F%98%80 | Euro € 😀
            plain                           | plain
            "quoted \\"text\\" %41"         | quoted "text" A
            100%25                          | 100%
            %2541                           | %41
            a%c3%b6                         | aö
            """)
    void oneRoundIsDecoded(String header, String value) {
        assertThat(HeaderValues.decode(header)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%", "%4", "%zz", "%c3", "%ff", "ö"})
    void whatIsNotEncodedAsItMustBe(String header) {
        assertThat(HeaderValues.decode(header)).isNull();
    }

    @Test
    void nothingIsNothing() {
        assertThat(HeaderValues.decode("")).isEmpty();
        assertThat(HeaderValues.decode("\"")).isEqualTo("\"");
    }
}
