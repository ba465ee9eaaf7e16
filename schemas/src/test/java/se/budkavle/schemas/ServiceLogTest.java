package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceLogTest {

    private static final String PROPERTY = "logback.configurationFile";

    @BeforeEach
    @AfterEach
    void nobodySaysOtherwise() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void librariesAreNotTalkative() throws Exception {
        ServiceLog.useDefault();

        try (var file = ServiceLog.class.getResourceAsStream("/" + System.getProperty(PROPERTY))) {
            assertThat(file).isNotNull();
            assertThat(new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("<root level=\"INFO\">")
                    .doesNotContain("level=\"DEBUG\"", "level=\"TRACE\"");
        }
    }

    @Test
    void whoeverSaysOtherwiseIsObeyed() {
        System.setProperty(PROPERTY, "own.xml");

        ServiceLog.useDefault();

        assertThat(System.getProperty(PROPERTY)).isEqualTo("own.xml");
    }
}
