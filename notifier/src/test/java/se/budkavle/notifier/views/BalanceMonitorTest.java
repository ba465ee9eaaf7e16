package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import se.budkavle.notifier.views.BalanceReader.Reading;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.BookKeeper;

class BalanceMonitorTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final String INERA = "0203:inera.se";

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Reading reading = reading(0, 3, 3, List.of());
    private BalanceMonitor monitor;

    @BeforeEach
    void start() {
        log.start();
        logger().addAppender(log);
        BalanceSettings settings = new BalanceSettings(Duration.ofSeconds(10), Duration.ofMinutes(1), 2);
        monitor = new BalanceMonitor(() -> reading, settings, meters);
    }

    @AfterEach
    void stop() {
        monitor.close();
        logger().detachAppender(log);
    }

    @Test
    void aDifferenceIsToldOnceAndThatItIsGone() {
        monitor.watch();
        assertThat(monitor.balance().balanced()).isTrue();

        reading = reading(70, 3, 3, List.of());
        monitor.watch();
        reading = reading(80, 3, 2, List.of());
        assertThatThrownBy(monitor::balance).isInstanceOf(InvalidStateStoreException.class);

        reading = reading(90, 5, 3, List.of());
        monitor.watch();
        assertThat(difference()).isZero();
        reading = reading(160, 5, 3, List.of());
        monitor.watch();
        monitor.watch();
        assertThat(difference()).isEqualTo(2);
        assertThat(monitor.balance().balanced()).isFalse();
        assertThat(log.list).extracting(ILoggingEvent::getMessage).containsExactly("The books do not balance");

        reading = reading(170, 5, 5, List.of());
        monitor.watch();
        assertThat(difference()).isZero();
        assertThat(log.list)
                .extracting(ILoggingEvent::getMessage)
                .containsExactly("The books do not balance", "The books balance again");
    }

    @Test
    void moreOverdueThanAreShownIsSaid() {
        List<OverdueItem> overdue = IntStream.range(0, 3)
                .mapToObj(n -> new OverdueItem("m" + n, INERA, "r", "AVAILABLE", NOW, NOW))
                .toList();
        reading = reading(0, 3, 3, overdue);

        BalanceView view = monitor.balance();

        assertThat(view.overdue()).extracting(OverdueItem::messageId).containsExactly("m0", "m1");
        assertThat(view.moreOverdue()).isTrue();
    }

    private double difference() {
        return meters.get("budkavle.balance.difference").gauge().value();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(BalanceMonitor.class);
    }

    private static Reading reading(int seconds, long accepted, long ended, List<OverdueItem> overdue) {
        Books books = new Books(new Intake(accepted, accepted));
        books.add(balance(BookKeeper.ROUTER, Map.of("received", ended, "delivered", ended)));
        books.add(balance(BookKeeper.MAILBOX, Map.of("received", ended, "acknowledged", ended)));
        return new Reading(NOW.plusSeconds(seconds), Map.of(INERA, books), overdue);
    }

    private static Balance balance(BookKeeper keeper, Map<String, Long> counts) {
        return Balance.newBuilder()
                .setKeeper(keeper)
                .setPart("0")
                .setOrganisation(INERA)
                .setCounts(counts)
                .setAt(NOW)
                .build();
    }
}
