package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LibraryNoiseTest {

    private static final String NETWORK_CLIENT = "org.apache.kafka.clients.NetworkClient";
    private static final String HTTP_CLIENT = "org.apache.hc.client5.http.impl.async";

    private final LibraryNoise noise = new LibraryNoise();

    @Test
    void whatIsHarmlessIsKeptOut() {
        assertThat(decision(
                        NETWORK_CLIENT,
                        "[client] Attempting to close NetworkClient that has already been closed.",
                        null))
                .isEqualTo(FilterReply.DENY);
        assertThat(decision(HTTP_CLIENT, null, new ClosedSelectorException())).isEqualTo(FilterReply.DENY);
    }

    @Test
    void whateverElseTheSameLoggersSayIsNot() {
        assertThat(decision(NETWORK_CLIENT, "Connection could not be established", null))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decision(HTTP_CLIENT, "broken", new IOException("broken"))).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void whatOthersSayIsNot() {
        assertThat(decision("se.budkavle.Any", "Attempting to close NetworkClient that has already been closed", null))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decision("se.budkavle.Any", "failed", new ClosedSelectorException()))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    private FilterReply decision(String logger, @Nullable String message, @Nullable Throwable thrown) {
        return noise.decide(null, new LoggerContext().getLogger(logger), Level.WARN, message, null, thrown);
    }
}
