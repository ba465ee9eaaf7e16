package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatcherSettingsTest {

    private static final String PREFIX = "budkavle.notifier.dispatcher.";

    private static final DispatcherSettings DEFAULTS = new DispatcherSettings(
            true,
            "budkavle-dispatcher",
            Samples.ladder("10s 30s 1m 5m 10m 30m 1h 3h 6h 12h 12h"),
            0.1,
            Duration.ofHours(1),
            16,
            2048,
            Duration.ofMillis(250),
            0.5,
            5,
            Duration.ofDays(3),
            4096,
            2 << 20,
            256,
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            4096,
            false,
            false,
            Duration.ofMillis(10),
            Duration.ofMillis(250),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            1,
            0,
            Duration.ofMillis(100));

    private static DispatcherSettings settings(String location, Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("budkavle.service", "notifier");
        try (ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .overrideConfigLocations(location)
                .properties(all)
                .start()) {
            return context.getBean(DispatcherSettings.class);
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
        properties.put("ladder", List.of("1s", "2m"));
        properties.put("jitter", 0.5);
        properties.put("retry-after-cap", "2h");
        properties.put("max-in-flight", 2);
        properties.put("max-outstanding", 3);
        properties.put("slow-after", "14ms");
        properties.put("slow-share", 0.25);
        properties.put("breaker-threshold", 15);
        properties.put("suspend-after", "16d");
        properties.put("lanes-remembered", 17);
        properties.put("max-payload-bytes", 1818);
        properties.put("read-ahead", 4);
        properties.put("connect-timeout", "6s");
        properties.put("timeout", "7s");
        properties.put("answer-limit", 2048);
        properties.put("allow-loopback", true);
        properties.put("allow-private", true);
        properties.put("tick", "8ms");
        properties.put("changes-interval", "18ms");
        properties.put("deleted-grace", "9s");
        properties.put("sweep-pause", "11s");
        properties.put("threads", 12);
        properties.put("standby-replicas", 1);
        properties.put("commit-interval", "13ms");
        Map<String, Object> prefixed = new HashMap<>();
        properties.forEach((key, value) -> prefixed.put(PREFIX + key, value));

        assertThat(settings("classpath:none/", prefixed))
                .isEqualTo(new DispatcherSettings(
                        false,
                        "other",
                        List.of(Duration.ofSeconds(1), Duration.ofMinutes(2)),
                        0.5,
                        Duration.ofHours(2),
                        2,
                        3,
                        Duration.ofMillis(14),
                        0.25,
                        15,
                        Duration.ofDays(16),
                        17,
                        1818,
                        4,
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(7),
                        2048,
                        true,
                        true,
                        Duration.ofMillis(8),
                        Duration.ofMillis(18),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(11),
                        12,
                        1,
                        Duration.ofMillis(13)));
    }

    @ParameterizedTest
    @CsvSource({
        "jitter, 1.5, 'jitter must be from 0 to 1, not 1.5'",
        "max-in-flight, 0, 'max-in-flight must be at least 1, not 0'",
        "slow-share, 0, 'slow-share must be more than 0 and at most 1, not 0.0'",
        "breaker-threshold, 0, 'breaker-threshold must be at least 1, not 0'",
        "max-payload-bytes, 10, 'max-payload-bytes must be at least 1024, not 10'",
        "timeout, 0s, 'timeout must be positive, not PT0S'",
        "ladder, 0s, 'ladder must be positive, not PT0S'",
        "answer-limit, 10, 'answer-limit must be at least 1024, not 10'",
    })
    void namesTheKeyAndTheValueThatAreWrong(String key, String value, String sentence) {
        assertThatThrownBy(() -> settings("classpath:none/", Map.of(PREFIX + key, value)))
                .hasStackTraceContaining(PREFIX + sentence);
    }
}
