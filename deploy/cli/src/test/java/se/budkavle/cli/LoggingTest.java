package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class LoggingTest {

    private static final LoggerContext CONTEXT = (LoggerContext) LoggerFactory.getILoggerFactory();

    @TempDir
    Path folder;

    /** The other tests have their own configuration. */
    @AfterEach
    void asBefore() throws Exception {
        CONTEXT.reset();
        var configurator = new JoranConfigurator();
        configurator.setContext(CONTEXT);
        configurator.doConfigure(LoggingTest.class.getResource("/logback-test.xml"));
    }

    @Test
    void plainLinesAreForPeople() throws IOException {
        assertThat(logged(Logging.Format.PLAIN))
                .hasLineCount(1)
                .startsWith("20")
                .contains(" INFO  [")
                .endsWith("LoggingTest A \"message\" went messageId=\"m-1\" organisation=\"0203:b\"");
    }

    @Test
    void jsonLinesAreForMachines() throws IOException {
        JsonNode line = new ObjectMapper().readTree(logged(Logging.Format.JSON));

        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("timestamp").asLong()).isPositive();
        assertThat(line.path("loggerName").asText()).isEqualTo(LoggingTest.class.getName());
        assertThat(line.path("formattedMessage").asText()).isEqualTo("A \"message\" went");
        assertThat(line.path("kvpList").toString())
                .isEqualTo("[{\"messageId\":\"m-1\"},{\"organisation\":\"0203:b\"}]");
    }

    @Test
    void theLevelIsThatOfOurLoggersAlone() {
        Logging.to(folder, Logging.Format.PLAIN, Level.DEBUG);

        assertThat(LoggerFactory.getLogger("se.budkavle.any").isDebugEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("any").isDebugEnabled()).isFalse();
    }

    private String logged(Logging.Format format) throws IOException {
        Logging.to(folder, format, Level.INFO);
        var log = LoggerFactory.getLogger(LoggingTest.class);
        log.atDebug().log("Below the level");
        log.atInfo()
                .addKeyValue("messageId", "m-1")
                .addKeyValue("organisation", "0203:b")
                .log("A \"message\" went");
        return Files.readString(folder.resolve("budkavle.log")).strip();
    }
}
