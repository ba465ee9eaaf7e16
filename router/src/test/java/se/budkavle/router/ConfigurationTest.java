package se.budkavle.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.router.topology.RouterConfig;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicOptions;

/** The YAML says what the code says, and every key arrives. */
class ConfigurationTest {

    private static ApplicationContext context(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("budkavle.service", "router");
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .overrideConfigLocations("classpath:router/")
                .properties(all)
                .banner(false)
                .start();
    }

    @Test
    void theYamlSaysWhatHoldsAnyway() {
        try (ApplicationContext context = context(Map.of())) {
            assertThat(context.getBean(RouterConfig.class)).isEqualTo(RouterConfig.defaults());
            RunConfig run = context.getBean(RunConfig.class);
            assertThat(run)
                    .isEqualTo(new RunConfig(
                            run.instanceId(),
                            run.stateDirectory(),
                            2,
                            1,
                            0,
                            Duration.ofMillis(20),
                            Duration.ofMillis(10),
                            256 << 20));
            assertThat(context.getBean(KafkaSettings.class))
                    .isEqualTo(new KafkaSettings("localhost:9092", "http://localhost:8081", Map.of()));
            assertThat(context.getBean(TopicOptions.class)).isEqualTo(new TopicOptions(true, 1, null));
        }
    }

    @Test
    void everyKeyArrives() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("budkavle.kafka.bootstrap-servers", "broker:1");
        properties.put("budkavle.kafka.schema-registry-url", "http://registry:1");
        properties.put("budkavle.kafka.properties.security.protocol", "SSL");
        properties.put("budkavle.topics.create", "false");
        properties.put("budkavle.topics.replication-factor", "3");
        properties.put("budkavle.topics.partitions", "24");
        properties.put("budkavle.topics.dead-letter-retention", "P60D");
        properties.put("budkavle.router.deduplication-window", "P1D");
        properties.put("budkavle.router.sweep-pause", "PT2M");
        properties.put("budkavle.router.sweep-interval", "PT2S");
        properties.put("budkavle.router.sweep-entries", "3");
        properties.put("budkavle.router.unknown-grace", "PT4S");
        properties.put("budkavle.router.lookup-interval", "PT0.5S");
        properties.put("budkavle.router.lookups-per-round", "6");
        properties.put("budkavle.router.release-interval", "PT0.7S");
        properties.put("budkavle.router.releases-per-round", "8");
        properties.put("budkavle.router.books-interval", "PT3S");
        properties.put("budkavle.router.max-moves", "9");
        properties.put("budkavle.router.first-come-first-owned", "false");
        properties.put("budkavle.router.notification-expiry", "P10D");
        properties.put("budkavle.router.replay-job-retention", "P11D");
        properties.put("budkavle.router.streams.instance-id", "router-7");
        properties.put("budkavle.router.streams.state-directory", "/var/lib/router");
        properties.put("budkavle.router.streams.threads", "4");
        properties.put("budkavle.router.bulk-per-second", "50");
        properties.put("budkavle.router.streams.bulk-threads", "3");
        properties.put("budkavle.router.streams.standby-replicas", "1");
        properties.put("budkavle.router.streams.commit-interval", "PT0.05S");
        properties.put("budkavle.router.streams.poll", "PT0.005S");
        properties.put("budkavle.router.streams.rocks-db-bytes", "1000");
        try (ApplicationContext context = context(properties)) {
            assertThat(context.getBean(RouterConfig.class))
                    .isEqualTo(new RouterConfig(
                            Duration.ofDays(1),
                            Duration.ofMinutes(2),
                            Duration.ofSeconds(2),
                            3,
                            Duration.ofSeconds(4),
                            Duration.ofMillis(500),
                            6,
                            Duration.ofMillis(700),
                            8,
                            Duration.ofSeconds(3),
                            9,
                            false,
                            Duration.ofDays(10),
                            50,
                            Duration.ofDays(11)));
            assertThat(context.getBean(RunConfig.class))
                    .isEqualTo(new RunConfig(
                            "router-7",
                            Path.of("/var/lib/router"),
                            4,
                            3,
                            1,
                            Duration.ofMillis(50),
                            Duration.ofMillis(5),
                            1000));
            assertThat(context.getBean(KafkaSettings.class))
                    .isEqualTo(new KafkaSettings("broker:1", "http://registry:1", Map.of("security.protocol", "SSL")));
            assertThat(context.getBean(TopicOptions.class))
                    .isEqualTo(new TopicOptions(false, 3, 24, new DeadLetterRetention(Duration.ofDays(60))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "deduplication-window, PT0S",
        "sweep-entries, 0",
        "bulk-per-second, 0",
        "unknown-grace, PT-1S",
        "lookups-per-round, -1",
        "release-interval, PT2S",
        "max-moves, -1"
    })
    void aWrongValueIsNamed(String key, String value) {
        try (ApplicationContext context = context(Map.of("budkavle.router." + key, value))) {
            assertThatThrownBy(() -> context.getBean(RouterConfig.class))
                    .rootCause()
                    .hasMessageContaining("budkavle.router." + key)
                    .hasMessageContaining(
                            value.startsWith("P") ? Duration.parse(value).toString() : value);
        }
    }

    @Test
    void deadLettersAreNotDisposedOfBeforeWhatIsHeldEnds() {
        try (ApplicationContext context = context(Map.of("budkavle.topics.dead-letter-retention", "P39D"))) {
            assertThatThrownBy(() -> context.getBean(TopicOptions.class))
                    .rootCause()
                    .hasMessageContaining("budkavle.topics.dead-letter-retention")
                    .hasMessageContaining(Duration.ofDays(39).toString());
        }
    }

    @Test
    void anotherServiceOnTheSameClassPathSeesNothingOfTheRouter() {
        try (ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(Map.of("budkavle.service", "gateway"))
                .banner(false)
                .start()) {
            assertThat(context.containsBean(RouterConfig.class)).isFalse();
            assertThat(context.containsBean(RouterStreams.class)).isFalse();
        }
    }
}
