package se.budkavle.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.notifier.content.ContentSettings;
import se.budkavle.notifier.evidence.ReceiptSettings;
import se.budkavle.notifier.mailbox.MailboxSettings;
import se.budkavle.notifier.mailbox.ReminderSettings;
import se.budkavle.notifier.replay.ReplaySettings;
import se.budkavle.notifier.views.BalanceSettings;
import se.budkavle.notifier.views.SweepSettings;
import se.budkavle.notifier.views.ViewsSettings;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.tls.InternalTlsSettings;

class NotifierSettingsTest {

    @Test
    void theManualSaysWhatHoldsByDefault() {
        try (ApplicationContext manual = context(Map.of(), "classpath:notifier/");
                ApplicationContext defaults = context(required(), "classpath:nowhere/")) {
            assertThat(manual.getBean(MailboxSettings.class)).isEqualTo(defaults.getBean(MailboxSettings.class));
            assertThat(manual.getBean(ReminderSettings.class)).isEqualTo(defaults.getBean(ReminderSettings.class));
            assertThat(manual.getBean(ViewsSettings.class)).isEqualTo(defaults.getBean(ViewsSettings.class));
            assertThat(manual.getBean(SweepSettings.class)).isEqualTo(defaults.getBean(SweepSettings.class));
            assertThat(manual.getBean(BalanceSettings.class)).isEqualTo(defaults.getBean(BalanceSettings.class));
            assertThat(manual.getBean(ReplaySettings.class)).isEqualTo(defaults.getBean(ReplaySettings.class));
            assertThat(manual.getBean(ContentSettings.class)).isEqualTo(defaults.getBean(ContentSettings.class));
            assertThat(manual.getBean(TopicOptions.class)).isEqualTo(defaults.getBean(TopicOptions.class));
            assertThat(manual.getBean(NotifierSettings.class).maxWaiting())
                    .isEqualTo(defaults.getBean(NotifierSettings.class).maxWaiting());
            assertThat(manual.getBean(ReceiptSettings.class))
                    .isEqualTo(defaults.getBean(ReceiptSettings.class))
                    .isEqualTo(new ReceiptSettings("budkavle", null, null, 1, 10000));
            assertThat(manual.getBean(InternalTlsSettings.class))
                    .isEqualTo(defaults.getBean(InternalTlsSettings.class))
                    .isEqualTo(new InternalTlsSettings(false, "", "", "", Duration.ofSeconds(30)));
        }
    }

    @Test
    void everyKeyIsRead() {
        Map<String, Object> keys = new HashMap<>(required());
        keys.putAll(Map.of(
                "budkavle.kafka.properties.security.protocol", "SSL",
                "budkavle.topics.create", "false",
                "budkavle.topics.replication-factor", "3",
                "budkavle.topics.partitions", "6",
                "budkavle.topics.dead-letter-retention", "P60D"));
        keys.putAll(Map.of(
                "budkavle.notifier.advertised-host", "here",
                "budkavle.notifier.max-waiting", "7",
                "budkavle.notifier.rocks-db-bytes", "10000000",
                "budkavle.notifier.content.readers", "2",
                "budkavle.notifier.content.timeout", "3s",
                "budkavle.notifier.content.keys", "8",
                "budkavle.notifier.content.search-records", "9"));
        keys.putAll(Map.of(
                "budkavle.notifier.mailbox.application-id", "m",
                "budkavle.notifier.mailbox.threads", "2",
                "budkavle.notifier.mailbox.standby-replicas", "1",
                "budkavle.notifier.mailbox.commit-interval", "30ms",
                "budkavle.notifier.mailbox.poll", "40ms",
                "budkavle.notifier.mailbox.timer-interval", "2s",
                "budkavle.notifier.mailbox.timer-batch", "5",
                "budkavle.notifier.mailbox.book-interval", "3s",
                "budkavle.notifier.mailbox.book-batch", "6"));
        keys.putAll(Map.of(
                "budkavle.notifier.mailbox.reminders.unread", "1h",
                "budkavle.notifier.mailbox.reminders.unacknowledged", "0s"));
        keys.putAll(Map.of(
                "budkavle.notifier.views.application-id", "v",
                "budkavle.notifier.views.partitions", "3",
                "budkavle.notifier.views.threads", "2",
                "budkavle.notifier.views.standby-replicas", "1",
                "budkavle.notifier.views.commit-interval", "30ms",
                "budkavle.notifier.views.poll", "40ms",
                "budkavle.notifier.views.attempts-per-subscription", "50",
                "budkavle.notifier.views.max-scanned", "60",
                "budkavle.notifier.views.max-grouped", "70"));
        keys.putAll(Map.of(
                "budkavle.notifier.replays.running", "2",
                "budkavle.notifier.replays.chunk", "20",
                "budkavle.notifier.replays.timeout", "3s",
                "budkavle.notifier.replays.interval", "2s",
                "budkavle.notifier.replays.disposal-interval", "3s",
                "budkavle.notifier.replays.disposals-per-second", "30"));
        keys.putAll(Map.of(
                "budkavle.notifier.views.sweep.interval", "2s",
                "budkavle.notifier.views.sweep.rows", "4",
                "budkavle.notifier.views.sweep.pause", "3s"));
        keys.putAll(Map.of(
                "budkavle.notifier.views.balance.interval", "4s",
                "budkavle.notifier.views.balance.tolerance", "9s",
                "budkavle.notifier.views.balance.overdue-shown", "8"));
        keys.putAll(Map.of(
                "budkavle.notifier.receipts.issuer", "https://here",
                "budkavle.notifier.receipts.signing-key", "one.jwk",
                "budkavle.notifier.receipts.also-published", List.of("two.jwk", "three.jwk"),
                "budkavle.notifier.receipts.at-once", "2",
                "budkavle.notifier.receipts.remembered", "3"));
        try (ApplicationContext context = context(keys, "classpath:nowhere/")) {
            assertThat(context.getBean(KafkaSettings.class))
                    .isEqualTo(new KafkaSettings("k:1", "http://r", Map.of("security.protocol", "SSL")));
            assertThat(context.getBean(TopicOptions.class))
                    .isEqualTo(new TopicOptions(false, 3, 6, new DeadLetterRetention(Duration.ofDays(60))));
            assertThat(context.getBean(NotifierSettings.class))
                    .isEqualTo(new NotifierSettings(Path.of("state"), "one", "here", 7, 10_000_000));
            assertThat(context.getBean(ContentSettings.class))
                    .isEqualTo(new ContentSettings(2, Duration.ofSeconds(3), 8, 9));
            assertThat(context.getBean(MailboxSettings.class))
                    .isEqualTo(new MailboxSettings(
                            true,
                            "m",
                            2,
                            1,
                            Duration.ofMillis(30),
                            Duration.ofMillis(40),
                            Duration.ofSeconds(2),
                            5,
                            Duration.ofSeconds(3),
                            6));
            assertThat(context.getBean(ReminderSettings.class))
                    .isEqualTo(new ReminderSettings(Duration.ofHours(1), Duration.ZERO));
            assertThat(context.getBean(ViewsSettings.class))
                    .isEqualTo(new ViewsSettings(
                            true, "v", 3, 2, 1, Duration.ofMillis(30), Duration.ofMillis(40), 50, 60, 70));
            assertThat(context.getBean(ReplaySettings.class))
                    .isEqualTo(new ReplaySettings(
                            2, 20, Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(3), 30));
            assertThat(context.getBean(SweepSettings.class))
                    .isEqualTo(new SweepSettings(Duration.ofSeconds(2), 4, Duration.ofSeconds(3)));
            assertThat(context.getBean(BalanceSettings.class))
                    .isEqualTo(new BalanceSettings(Duration.ofSeconds(4), Duration.ofSeconds(9), 8));
            assertThat(context.getBean(ReceiptSettings.class))
                    .isEqualTo(new ReceiptSettings(
                            "https://here",
                            Path.of("one.jwk"),
                            List.of(Path.of("two.jwk"), Path.of("three.jwk")),
                            2,
                            3));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "budkavle.notifier.max-waiting, 0",
        "budkavle.notifier.rocks-db-bytes, 1",
        "budkavle.notifier.instance-id, ''",
        "budkavle.notifier.advertised-host, ''"
    })
    void aWrongValueIsRefusedByName(String key, String value) {
        Map<String, Object> keys = new HashMap<>(required());
        keys.put(key, value);
        try (ApplicationContext context = context(keys, "classpath:nowhere/")) {
            assertThatThrownBy(() -> context.getBean(NotifierSettings.class)).hasStackTraceContaining(key);
        }
    }

    @Test
    void anotherServiceOnTheSameClassPathSeesNothingOfThis() {
        try (ApplicationContext other = ApplicationContext.builder()
                .deduceEnvironment(false)
                .overrideConfigLocations("classpath:nowhere/")
                .properties(Map.of("budkavle.service", "router"))
                .start()) {
            assertThat(other.findBean(NotifierSettings.class)).isEmpty();
            assertThat(other.findBean(KafkaSettings.class)).isEmpty();
        }
    }

    private static Map<String, Object> required() {
        return Map.of(
                "budkavle.kafka.bootstrap-servers", "k:1",
                "budkavle.kafka.schema-registry-url", "http://r",
                "budkavle.notifier.state-directory", "state",
                "budkavle.notifier.instance-id", "one");
    }

    private static ApplicationContext context(Map<String, Object> properties, String location) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("budkavle.service", "notifier");
        all.put("budkavle.internal.token", "secret");
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .overrideConfigLocations(location)
                .properties(all)
                .start();
    }
}
