package se.budkavle.notifier.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedSettingsTest {

    private static final String PREFIX = "budkavle.notifier.feed.";

    private static final FeedSettings DEFAULTS = new FeedSettings(
            true,
            "budkavle-feed",
            1,
            0,
            Duration.ofMillis(100),
            Duration.ofMillis(20),
            Duration.ofDays(90),
            Duration.ofMillis(250),
            500,
            Duration.ofMinutes(1),
            4 << 20,
            200);

    private static FeedSettings settings(String location, Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("budkavle.service", "notifier");
        try (ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .overrideConfigLocations(location)
                .properties(all)
                .start()) {
            return context.getBean(FeedSettings.class);
        }
    }

    @Test
    void hasDefaults() {
        assertThat(settings("classpath:none/", Map.of())).isEqualTo(DEFAULTS);
    }

    @Test
    void theManualSaysTheDefaults() {
        assertThat(settings("classpath:notifier/", Map.of())).isEqualTo(DEFAULTS);
    }

    @Test
    void mapsEveryKey() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("enabled", false);
        properties.put("application-id", "other");
        properties.put("threads", 2);
        properties.put("standby-replicas", 1);
        properties.put("commit-interval", "30ms");
        properties.put("poll", "40ms");
        properties.put("retention", "100d");
        properties.put("sweep-interval", "2s");
        properties.put("sweep-batch", 5);
        properties.put("sweep-pause", "3m");
        properties.put("page-bytes", 6);
        properties.put("replay-per-second", 7);
        Map<String, Object> prefixed = new HashMap<>();
        properties.forEach((key, value) -> prefixed.put(PREFIX + key, value));

        assertThat(settings("classpath:none/", prefixed))
                .isEqualTo(new FeedSettings(
                        false,
                        "other",
                        2,
                        1,
                        Duration.ofMillis(30),
                        Duration.ofMillis(40),
                        Duration.ofDays(100),
                        Duration.ofSeconds(2),
                        5,
                        Duration.ofMinutes(3),
                        6,
                        7));
    }

    @ParameterizedTest
    @CsvSource({
        "retention, 0s, 'retention must be positive, not PT0S'",
        "sweep-interval, 0s, 'sweep-interval must be positive, not PT0S'",
        "sweep-batch, 0, 'sweep-batch must be at least 1, not 0'",
        "sweep-pause, 0s, 'sweep-pause must be positive, not PT0S'",
        "page-bytes, 0, 'page-bytes must be at least 1, not 0'",
        "replay-per-second, 0, 'replay-per-second must be at least 1, not 0'",
    })
    void namesTheKeyAndTheValueThatAreWrong(String key, String value, String sentence) {
        assertThatThrownBy(() -> settings("classpath:none/", Map.of(PREFIX + key, value)))
                .hasStackTraceContaining(PREFIX + sentence);
    }
}
