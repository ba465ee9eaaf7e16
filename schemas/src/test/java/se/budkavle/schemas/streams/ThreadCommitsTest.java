package se.budkavle.schemas.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each test has a thread of its own, as consumers and tasks meet by their thread. */
class ThreadCommitsTest {

    private static final Duration REST = Duration.ofMillis(100);
    private static final long NOW = 1_800_000_000_000L;

    private final ThreadCommits atOnce = commits(Duration.ZERO, Duration.ofDays(1));
    private final ThreadCommits tomorrow = commits(Duration.ofDays(1), Duration.ofDays(1));
    private final MockProcessorContext<String, String> context = new MockProcessorContext<>();
    private final Processor<String, String, String, String> processor =
            PromptProcessor.<String, String, String, String>of(() -> _ -> {}).get();

    @BeforeEach
    void init() {
        processor.init(context);
    }

    private static void onItsThread(Runnable test) {
        CompletableFuture.runAsync(test, command -> Thread.ofPlatform().start(command))
                .join();
    }

    private static ThreadCommits commits(Duration shortest, Duration longest) {
        return new ThreadCommits(new CommitPace(shortest, longest));
    }

    private void takesARecord() {
        takesARecordOf(NOW);
    }

    private void takesARecordOf(long timestamp) {
        context.setCurrentSystemTimeMs(NOW);
        processor.process(new Record<>("key", "value", timestamp));
    }

    @Test
    void aTaskThatTookARecordAsksWhenItIsTime() {
        onItsThread(() -> {
            atOnce.untilNext(REST);
            takesARecord();

            assertThat(context.committed()).isTrue();
        });
    }

    @Test
    void andNotBefore() {
        onItsThread(() -> {
            tomorrow.untilNext(REST);
            takesARecord();
            tomorrow.untilNext(REST);

            assertThat(context.committed()).isFalse();
        });
    }

    @Test
    void aThreadThatIsBehindAsksLater() {
        onItsThread(() -> {
            atOnce.untilNext(REST);
            takesARecordOf(Instant.EPOCH.toEpochMilli());
            assertThat(atOnce.untilNext(REST)).isEqualTo(REST);
            assertThat(context.committed()).isFalse();

            atOnce.polled(false, REST);
            assertThat(context.committed()).as("as soon as it is not").isTrue();
        });
    }

    @Test
    void theConsumerWaitsUntilACommitIsDue() {
        onItsThread(() -> {
            ThreadCommits commits = commits(Duration.ofMillis(50), Duration.ofDays(1));
            assertThat(commits.untilNext(REST)).as("nothing was done").isEqualTo(REST);

            ThreadCommits.committed();
            takesARecord();

            assertThat(commits.untilNext(REST)).isLessThan(Duration.ofMillis(51));
        });
    }

    /** Its dead letter is waited for as any other. */
    @Test
    void anEmptyRecordIsCommittedToo() {
        onItsThread(() -> {
            atOnce.untilNext(REST);
            context.setCurrentSystemTimeMs(NOW);
            processor.process(new Record<>("key", null, NOW));

            assertThat(context.committed()).isTrue();
        });
    }

    @Test
    void whatBecomesADeadLetterIsCommittedToo() {
        Processor<String, String, String, String> failing = PromptProcessor.<String, String, String, String>of(
                        () -> _ -> {
                            throw new IllegalStateException("poison");
                        })
                .get();
        failing.init(context);
        onItsThread(() -> {
            atOnce.untilNext(REST);
            context.setCurrentSystemTimeMs(NOW);

            assertThatThrownBy(() -> failing.process(new Record<>("key", "value", NOW)))
                    .hasMessage("poison");
            assertThat(context.committed()).isTrue();
        });
    }

    @Test
    void anAlarmThatRangIsCommittedToo() {
        onItsThread(() -> {
            atOnce.untilNext(REST);
            context.setCurrentSystemTimeMs(NOW);
            Alarm alarm = new Alarm(context, Duration.ofMillis(1), _ -> {});
            alarm.noLaterThan(Instant.EPOCH);
            context.scheduledPunctuators().getFirst().getPunctuator().punctuate(NOW);

            assertThat(context.committed()).isTrue();
        });
    }

    @Test
    void whatIsCommittedIsNotAskedForAgain() {
        onItsThread(() -> {
            atOnce.untilNext(REST);
            takesARecordOf(Instant.EPOCH.toEpochMilli());
            ThreadCommits.committed();
            atOnce.polled(false, REST);

            assertThat(atOnce.untilNext(REST)).isEqualTo(REST);
            assertThat(context.committed()).isFalse();
        });
    }

    /** Kafka Streams commits what it finds to have changed. Asked without end, its thread would never rest. */
    @Test
    void whatNobodyCommitsIsAskedForOnce() {
        onItsThread(() -> {
            atOnce.untilNext(REST);
            takesARecordOf(Instant.EPOCH.toEpochMilli());
            atOnce.polled(false, REST);
            assertThat(context.committed()).isTrue();

            context.resetCommit();
            assertThat(atOnce.untilNext(REST)).isEqualTo(REST);
            atOnce.polled(false, REST);
            assertThat(context.committed()).isFalse();
        });
    }

    /** Kafka Streams takes its task away from the context of one that becomes a copy. */
    @Test
    void aTaskThatIsClosedIsNotAsked() {
        onItsThread(() -> {
            atOnce.untilNext(REST);
            takesARecordOf(Instant.EPOCH.toEpochMilli());
            processor.close();
            atOnce.polled(false, REST);
            atOnce.untilNext(REST);

            assertThat(context.committed()).isFalse();
        });
    }

    @Test
    void nobodyAsksOnAThreadWithoutSuchAConsumer() {
        onItsThread(() -> {
            takesARecord();

            assertThat(context.committed()).isFalse();
        });
    }
}
