package se.budkavle.notifier.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthSettingsTest {

    private static final String PREFIX = "budkavle.notifier.health.";

    private static HealthSettings settings(String location, Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("budkavle.service", "notifier");
        try (ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .overrideConfigLocations(location)
                .properties(all)
                .start()) {
            return context.getBean(HealthSettings.class);
        }
    }

    @Test
    void hasDefaults() {
        assertThat(settings("classpath:none/", Map.of())).isEqualTo(Samples.DEFAULTS);
    }

    @Test
    void theManualSaysTheDefaults() {
        assertThat(settings("classpath:notifier/", Map.of())).isEqualTo(Samples.DEFAULTS);
    }

    @Test
    void mapsEveryKey() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("enabled", false);
        properties.put("application-id", "other");
        properties.put("partitions", 2);
        properties.put("threads", 3);
        properties.put("standby-replicas", 1);
        properties.put("commit-interval", "30ms");
        properties.put("poll", "40ms");
        properties.put("gaps", 20);
        properties.put("gaps-needed", 4);
        properties.put("sending", "1m");
        properties.put("silence-factor", 5);
        properties.put("silence-at-least", "2h");
        properties.put("silence-at-most", "9d");
        properties.put("failures", 6);
        properties.put("failures-for", "3h");
        properties.put("rate-hours", 7);
        properties.put("check-interval", "8s");
        properties.put("settle", "9s");
        Map<String, Object> prefixed = new HashMap<>();
        properties.forEach((key, value) -> prefixed.put(PREFIX + key, value));

        assertThat(settings("classpath:none/", prefixed))
                .isEqualTo(new HealthSettings(
                        false,
                        "other",
                        2,
                        3,
                        1,
                        Duration.ofMillis(30),
                        Duration.ofMillis(40),
                        20,
                        4,
                        Duration.ofMinutes(1),
                        5,
                        Duration.ofHours(2),
                        Duration.ofDays(9),
                        6,
                        Duration.ofHours(3),
                        7,
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(9)));
    }

    @ParameterizedTest
    @CsvSource({
        "gaps-needed, 51, 'gaps-needed must be from 1 to 50, not 51'",
        "rate-hours, 169, 'rate-hours must be from 1 to 168, not 169'",
        "silence-at-least, 0s, 'silence-at-least must be positive, not PT0S'",
        "sending, 1h, 'sending must be from 0 to less than silence-at-least, not PT1H'",
        "silence-at-most, 1h, 'silence-at-most must be more than silence-at-least, not PT1H'",
        "settle, -1s, 'settle must not be negative: PT-1S'",
    })
    void namesTheKeyAndTheValueThatAreWrong(String key, String value, String sentence) {
        assertThatThrownBy(() -> settings("classpath:none/", Map.of(PREFIX + key, value)))
                .hasStackTraceContaining(PREFIX + sentence);
    }
}
