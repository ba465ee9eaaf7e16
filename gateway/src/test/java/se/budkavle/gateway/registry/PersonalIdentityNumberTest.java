package se.budkavle.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers are made up: no such person is registered. */
class PersonalIdentityNumberTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "191212121212",
                "19121212-1212",
                "189001019802",
                // Born on a leap day.
                "200002290013",
                // A coordination number: the third, plus 60.
                "197010632383"
            })
    void numbers(String text) {
        var number = PersonalIdentityNumber.of(text);

        assertThat(number).isNotNull();
        assertThat(number.digits()).isEqualTo(text.replace("-", ""));
        assertThat(number).asString().doesNotContain(number.digits());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1212121212",
                "191212121213",
                "19121212 1212",
                "19121212+1212",
                "1912121-21212",
                "١٩١٢١٢١٢١٢١٢",
                "191212121212\n",
                // No such month, no such days.
                "197013101233",
                "190002290014",
                "197010999999"
            })
    void otherTexts(String text) {
        assertThat(PersonalIdentityNumber.of(text)).isNull();
    }

    @Property(tries = 300)
    void anythingElseIsNoneWithoutFailing(@ForAll String text) {
        assertThat(PersonalIdentityNumber.of(text)).isNull();
    }

    @Test
    void everyOtherCheckDigitIsRefused() {
        for (int digit = 0; digit < 10; digit++) {
            assertThat(PersonalIdentityNumber.of("19121212121" + digit) == null).isEqualTo(digit != 2);
        }
    }
}
