package se.budkavle.schemas.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFiltersTest {

    private static final Map<String, String> ROADWORKS =
            Map.of("type", "se.trafikverket.roadworks.changed", "subject", "E4/Uppsala", "severity", "3");

    private static EventFilters filters(String json) {
        assertThat(EventFilters.parse(json)).isInstanceOf(EventFilters.Valid.class);
        return ((EventFilters.Valid) EventFilters.parse(json)).filters();
    }

    private static List<FilterFault> faults(String json) {
        assertThat(EventFilters.parse(json)).isInstanceOf(EventFilters.Invalid.class);
        return ((EventFilters.Invalid) EventFilters.parse(json)).faults();
    }

    /** The examples of the specification's dialects, and what they leave to be read between the lines. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]                                                                    | true",
                "[{\"exact\":{\"subject\":\"E4/Uppsala\"}}]                            | true",
                "[{\"exact\":{\"subject\":\"e4/uppsala\"}}]                            | false",
                "[{\"exact\":{\"subject\":\"E4/Uppsala\",\"severity\":\"3\"}}]         | true",
                "[{\"exact\":{\"subject\":\"E4/Uppsala\",\"severity\":\"4\"}}]         | false",
                "[{\"prefix\":{\"subject\":\"E4/\",\"type\":\"se.trafikverket.\"}}]    | true",
                "[{\"prefix\":{\"subject\":\"E18/\"}}]                                 | false",
                "[{\"suffix\":{\"type\":\".changed\"}}]                                | true",
                "[{\"suffix\":{\"type\":\".created\"}}]                                | false",
                "[{\"exact\":{\"dataschema\":\"x\"}}]                                  | false",
                "[{\"not\":{\"exact\":{\"dataschema\":\"x\"}}}]                        | true",
                "[{\"not\":{\"exact\":{\"severity\":\"3\"}}}]                          | false",
                "[{\"all\":[{\"prefix\":{\"subject\":\"E4/\"}},{\"exact\":{\"severity\":\"3\"}}]}] | true",
                "[{\"all\":[{\"prefix\":{\"subject\":\"E4/\"}},{\"exact\":{\"severity\":\"4\"}}]}] | false",
                "[{\"any\":[{\"prefix\":{\"subject\":\"E18\"}},{\"exact\":{\"severity\":\"3\"}}]}] | true",
                "[{\"any\":[{\"prefix\":{\"subject\":\"E18\"}},{\"exact\":{\"severity\":\"4\"}}]}] | false",
                "[{\"prefix\":{\"subject\":\"E4/\"}},{\"exact\":{\"severity\":\"4\"}}] | false"
            })
    void matches(String json, boolean expected) {
        assertThat(filters(json).matches(ROADWORKS::get)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "no JSON                                  |                     | invalid-json",
                "[] []                                    |                     | invalid-json",
                "{}                                       |                     | not-an-array",
                "{\"prefix\": {\"subject\": \"E4/\"}}           |                     | not-an-array",
                "[1]                                      | /0                  | not-one-dialect",
                "[{}]                                     | /0                  | not-one-dialect",
                "[{\"exact\":{\"id\":\"1\"},\"not\":{}}]  | /0                  | not-one-dialect",
                "[{\"sql\":\"TRUE\"}]                     | /0                  | unknown-dialect",
                "[{\"exact\":{}}]                         | /0/exact            | no-attributes",
                "[{\"prefix\":\"E4\"}]                    | /0/prefix           | no-attributes",
                "[{\"suffix\":{\"Subject\":\"x\"}}]       | /0/suffix           | invalid-attribute",
                "[{\"exact\":{\"subject\":1}}]            | /0/exact/subject    | not-a-text",
                "[{\"exact\":{\"subject\":\"\"}}]         | /0/exact/subject    | not-a-text",
                "[{\"all\":[]}]                           | /0/all              | no-filters",
                "[{\"any\":{\"exact\":{\"id\":\"1\"}}}]   | /0/any              | no-filters",
                "[{\"all\":[{\"not\":{\"odd\":1}}]}]      | /0/all/0/not        | unknown-dialect"
            })
    void tellsWhatIsWrong(String json, String pointer, String code) {
        assertThat(faults(json))
                .extracting(FilterFault::pointer, FilterFault::code)
                .containsExactly(tuple(pointer == null ? "" : pointer, code));
    }

    @Test
    void tellsAllThatIsWrong() {
        assertThat(faults("[{\"exact\":{\"A\":\"1\",\"subject\":2}},{\"any\":[{\"sql\":\"1\"},3]}]"))
                .extracting(FilterFault::pointer, FilterFault::code)
                .containsExactly(
                        tuple("/0/exact", "invalid-attribute"),
                        tuple("/0/exact/subject", "not-a-text"),
                        tuple("/1/any/0", "unknown-dialect"),
                        tuple("/1/any/1", "not-one-dialect"));
    }

    @Test
    void isBoundedInDepthNumberAndLength() {
        String seven = "{\"not\":".repeat(7) + "{\"exact\":{\"id\":\"1\"}}" + "}".repeat(7);
        assertThat(filters("[" + seven + "]").filters()).hasSize(1);
        assertThat(faults("[{\"not\":" + seven + "}]"))
                .extracting(FilterFault::code)
                .containsExactly("too-deep");

        assertThat(filters(exacts(50)).filters()).hasSize(50);
        assertThat(faults(exacts(51))).extracting(FilterFault::code).containsExactly("too-many");
        assertThat(faults(exacts(100_000))).extracting(FilterFault::code).containsExactly("too-many");
        String attributes = IntStream.range(0, 100_000)
                .mapToObj(i -> "\"a" + i + "\":\"v\"")
                .collect(Collectors.joining(",", "[{\"exact\":{", "}}]"));
        assertThat(faults(attributes)).extracting(FilterFault::code).containsExactly("too-many");

        String longest = "x".repeat(FilterReader.MAX_VALUE_LENGTH);
        assertThat(filters("[{\"exact\":{\"id\":\"" + longest + "\"}}]").filters())
                .hasSize(1);
        assertThat(faults("[{\"exact\":{\"id\":\"x" + longest + "\"}}]"))
                .extracting(FilterFault::code)
                .containsExactly("too-long");
    }

    private static String exacts(int count) {
        return "[" + String.join(",", Collections.nCopies(count, "{\"exact\":{\"id\":\"1\"}}")) + "]";
    }

    @Test
    void noFiltersAreWrittenAsNone() {
        assertThat(EventFilters.parse((String) null)).isEqualTo(new EventFilters.Valid(EventFilters.NONE));
        assertThat(filters("[]").toJson()).isNull();
        assertThat(filters(" [ {\"exact\" : {\"type\":\"t\", \"id\":\"1\"} } ]").toJson())
                .isEqualTo("[{\"exact\":{\"id\":\"1\",\"type\":\"t\"}}]");
    }

    @Test
    void knowsWhatMustBe() {
        EventFilters filters =
                filters("[{\"all\":[{\"prefix\":{\"subject\":\"E4/\"}},{\"exact\":{\"source\":\"u\"}}]}]");
        assertThat(filters.required("source")).isEqualTo("u");
        assertThat(filters.required("subject")).isNull();
        assertThat(filters.requiredPrefix("subject")).isEqualTo("E4/");
        assertThat(filters.requiredSuffix("subject")).isNull();
        EventFilters ends =
                filters("[{\"all\":[{\"suffix\":{\"subject\":\"/Uppsala\"}},{\"prefix\":{\"subject\":\"E\"}}]}]");
        assertThat(ends.requiredSuffix("subject")).isEqualTo("/Uppsala");
        assertThat(ends.requiredSuffix("source")).isNull();
        EventFilters either = filters("[{\"any\":[{\"exact\":{\"source\":\"u\"}},{\"suffix\":{\"source\":\"u\"}}]},"
                + "{\"not\":{\"prefix\":{\"subject\":\"E\"}}},{\"not\":{\"suffix\":{\"subject\":\"a\"}}}]");
        assertThat(either.required("source")).isNull();
        assertThat(either.requiredPrefix("subject")).isNull();
        assertThat(either.requiredSuffix("source")).isNull();
        assertThat(either.requiredSuffix("subject")).isNull();
    }

    @Property
    void whatIsWrittenIsReadAgain(@ForAll @Size(max = 4) List<@From("anyFilter") EventFilter> filters) {
        EventFilters all = new EventFilters(filters);
        assertThat(EventFilters.parse(all.toJson())).isEqualTo(new EventFilters.Valid(all));
    }

    /** Whoever is found by the value that is required is all that can match. */
    @Property
    void whatIsWantedHasWhatIsRequired(
            @ForAll @Size(max = 3) List<@From("anyFilter") EventFilter> filters,
            @ForAll("anyEvent") Map<String, String> event) {
        EventFilters all = new EventFilters(filters);
        String required = all.required("subject");
        if (required != null && all.matches(event::get)) {
            assertThat(event).containsEntry("subject", required);
        }
        String prefix = all.requiredPrefix("subject");
        if (prefix != null && all.matches(event::get)) {
            assertThat(event.get("subject")).startsWith(prefix);
        }
        String suffix = all.requiredSuffix("subject");
        if (suffix != null && all.matches(event::get)) {
            assertThat(event.get("subject")).endsWith(suffix);
        }
    }

    /** The laws of logic: all, any and not hang together. */
    @Property
    void neitherIsBothNot(
            @ForAll @Size(min = 1, max = 3) List<@From("anyFilter") EventFilter> filters,
            @ForAll("anyEvent") Map<String, String> event) {
        EventFilter none = new EventFilter.Not(new EventFilter.Any(filters));
        EventFilter allNot = new EventFilter.All(
                filters.stream().<EventFilter>map(EventFilter.Not::new).toList());
        assertThat(none.matches(event::get)).isEqualTo(allNot.matches(event::get));
        assertThat(new EventFilters(filters).matches(event::get))
                .isEqualTo(new EventFilter.All(filters).matches(event::get));
    }

    @Provide
    Arbitrary<EventFilter> anyFilter() {
        Arbitrary<TreeMap<String, String>> attributes = Arbitraries.maps(
                        Arbitraries.of("subject", "type", "severity"), Arbitraries.of("a", "b", "ab", "ö\"\\"))
                .ofMinSize(1)
                .map(TreeMap::new);
        return Arbitraries.recursive(
                () -> Arbitraries.oneOf(
                        attributes.map(EventFilter.Exact::new),
                        attributes.map(EventFilter.Prefix::new),
                        attributes.map(EventFilter.Suffix::new)),
                inner -> Arbitraries.oneOf(
                        inner.list().ofMinSize(1).ofMaxSize(2).map(EventFilter.All::new),
                        inner.list().ofMinSize(1).ofMaxSize(2).map(EventFilter.Any::new),
                        inner.map(EventFilter.Not::new)),
                0,
                3);
    }

    @Provide
    Arbitrary<Map<String, String>> anyEvent() {
        return Arbitraries.maps(Arbitraries.of("subject", "type", "severity"), Arbitraries.of("a", "b", "ab", "ba"));
    }
}
