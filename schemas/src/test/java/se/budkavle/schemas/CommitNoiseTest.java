package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.apache.kafka.clients.producer.internals.Sender;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommitNoiseTest {

    private final LoggerContext logs = new LoggerContext();
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();

    @BeforeEach
    void begin() {
        var noise = new CommitNoise();
        noise.start();
        logs.addTurboFilter(noise);
        written.start();
        logs.getLogger("ROOT").addAppender(written);
    }

    @Test
    void thatATransactionBeganBeforeTheLastOnesMarkersAreThereIsNoNews() {
        warn(Sender.class, Errors.CONCURRENT_TRANSACTIONS);

        assertThat(written.list).isEmpty();
    }

    @Test
    void whateverElseIsSentAgainIs() {
        warn(Sender.class, Errors.NOT_LEADER_OR_FOLLOWER);
        warn(CommitNoise.class, Errors.CONCURRENT_TRANSACTIONS);
        logs.getLogger(Sender.class).warn(null);

        assertThat(written.list).hasSize(3);
    }

    /** As {@code Sender.completeBatch} writes it, by a logger that puts the arguments in itself. */
    private void warn(Class<?> by, Errors error) {
        logs.getLogger(by)
                .warn(
                        "[Producer clientId=c, transactionalId=t] Got error produce response with correlation id 7 on topic-partition "
                                + new TopicPartition("deliveries", 1) + ", retrying (2147483646 attempts left). Error: "
                                + error);
    }
}
