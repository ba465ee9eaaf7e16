package se.budkavle.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternCostTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            abc                      |       1 |         10
            [a-z]{0,255}             |     255 |        300
            \\d{4}-\\d{2}-\\d{2}     |       8 |         30
            [{}()]{3}                |       3 |         10
            []{9}]                   |       1 |          5
            \\({9}                   |       9 |         20
            (a{100}){100}            |   10000 |      20000
            ((a{1000}){1000}){1000}  | 1000000 | 2147483647
            (a                       |       1 |         10
            a)b{50}                  |      50 |        100
            a{                       |       1 |         10
            """)
    void countedRepetitionsMultiply(String pattern, long least, long most) {
        assertThat(PatternCost.of(pattern)).isBetween(least, most);
    }
}
