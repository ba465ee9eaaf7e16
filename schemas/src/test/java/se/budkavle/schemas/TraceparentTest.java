package se.budkavle.schemas;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {

    private static final String EXAMPLE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void aChildKeepsTheTrace() {
        Traceparent parent = requireNonNull(Traceparent.parse(EXAMPLE));

        assertThat(parent).hasToString(EXAMPLE);
        assertThat(parent.child().traceId()).isEqualTo(parent.traceId());
        assertThat(parent.child().parentId()).isNotEqualTo(parent.parentId());
    }

    @Test
    void aNewTraceIsWellFormed() {
        Traceparent begun = Traceparent.begin();

        assertThat(Traceparent.parse(begun.toString())).isEqualTo(begun);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra"
            })
    void whatIsNotWellFormedIsIgnored(String header) {
        assertThat(Traceparent.parse(header)).isNull();
    }
}
