package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.Topics;

/** {@code budkavle takeover} on a real broker, on which everything lies as MirrorMaker leaves it. */
@Timeout(120)
class TakeoverTest {

    private static final String MAILBOX = "budkavle-mailbox";
    private static final String VIEWS = "budkavle-views";
    private static final String DELIVERIES = Topics.DELIVERIES.name();
    private static final String ADDRESSES = Topics.ADDRESSES.name();

    /** The lost site's offset of the last delivery that came over: more than here, as ends of transactions are not copied. */
    private static final long LAST_AT_A = 130;

    private static final long MARGIN = 50;
    private static final long TARGET = LAST_AT_A + 1 + MARGIN;
    private static final int RECORDS = 5;

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private MirroredSite site;

    @BeforeEach
    void start() throws Exception {
        site = new MirroredSite(directory);
        site.write(DELIVERIES, RECORDS);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void whatNotEverybodyHadReadComesAgainBeyondTheLostSitesOffsets() throws Exception {
        mirrored();
        site.position(MAILBOX, DELIVERIES, 3);
        site.position(VIEWS, DELIVERIES, RECORDS);

        assertThat(takeover()).isZero();

        List<ConsumerRecord<String, String>> all = site.read(DELIVERIES);
        assertThat(all).extracting(ConsumerRecord::key).containsExactly("0", "1", "2", "3", "4", "3", "4");
        Map<String, Long> positions = site.positions(DELIVERIES);
        assertThat(positions).containsOnlyKeys(MAILBOX, VIEWS);
        assertThat(positions.values())
                .allMatch(position ->
                        position >= TARGET && position <= all.get(RECORDS).offset());
        assertThat(all.subList(RECORDS, RECORDS + 2)).zipSatisfy(all.subList(3, RECORDS), (copy, record) -> {
            assertThat(copy.value()).isEqualTo(record.value());
            assertThat(copy.timestamp()).isEqualTo(record.timestamp());
            assertThat(copy.headers()).isEqualTo(record.headers());
        });
        assertThat(out.toString()).contains("1 partitions came over from A.", "2 records that not everybody had read");
    }

    @Test
    void whoHasAnotherIdGoesOnWhereItIsNamed() throws Exception {
        mirrored();
        site.position(MAILBOX, DELIVERIES, RECORDS);
        site.position("views-2", DELIVERIES, 3);

        assertThat(takeover("--from", "A", "--margin", Long.toString(MARGIN), "--applications", MAILBOX + ",views-2"))
                .isZero();

        assertThat(site.read(DELIVERIES)).hasSize(RECORDS + 2);
        assertThat(site.positions(DELIVERIES)).containsOnlyKeys(MAILBOX, "views-2");
        assertThat(site.positions(DELIVERIES).values()).allMatch(position -> position >= TARGET);
    }

    @Test
    void whatEverybodyHadReadDoesNotComeAgain() throws Exception {
        mirrored();
        site.position(MAILBOX, DELIVERIES, RECORDS);

        assertThat(takeover()).isZero();

        assertThat(site.read(DELIVERIES)).hasSize(RECORDS);
        assertThat(site.positions(DELIVERIES)).containsOnlyKeys(MAILBOX);
        assertThat(site.positions(DELIVERIES).get(MAILBOX)).isGreaterThanOrEqualTo(TARGET);
    }

    @Test
    void runAgainItDoesNothing() throws Exception {
        mirrored();
        site.position(MAILBOX, DELIVERIES, 3);
        assertThat(takeover()).isZero();
        List<Long> offsets = offsets();
        Map<String, Long> positions = site.positions(DELIVERIES);

        assertThat(takeover()).isZero();

        assertThat(out.toString())
                .endsWith(
                        "0 of them go on beyond its offsets; 0 records that not everybody had read were written again there. Services may start.%n"
                                .formatted());
        assertThat(offsets()).isEqualTo(offsets);
        assertThat(site.positions(DELIVERIES)).isEqualTo(positions);
    }

    @Test
    void anInterruptedOneIsFinishedByTheNext() throws Exception {
        mirrored();
        site.position(MAILBOX, DELIVERIES, RECORDS);
        assertThat(takeover()).isZero();
        // As if it had ended after the gap, before positions were moved.
        site.position(MAILBOX, DELIVERIES, 3);

        assertThat(takeover()).isZero();

        List<Long> offsets = offsets();
        assertThat(offsets).hasSize(RECORDS + 2);
        assertThat(site.positions(DELIVERIES).get(MAILBOX)).isBetween(TARGET, offsets.get(RECORDS));
    }

    @Test
    void everyTopicIsMadeReady() throws Exception {
        site.write(ADDRESSES, RECORDS);
        mirrored();

        assertThat(takeover()).isZero();

        // Where nothing came over something may have been written all the same.
        assertThat(site.end(Topics.EVENTS.name())).isGreaterThanOrEqualTo(MARGIN);
        assertThat(site.end(Topics.EVENTS.deadLetters())).isGreaterThanOrEqualTo(MARGIN);
        assertThat(site.end(ADDRESSES)).isEqualTo(RECORDS);
        assertThat(site.end(Topics.CONTENT_KEYS.name())).isZero();
        for (var lane : List.of(Topics.MESSAGES_EXPRESS, Topics.MESSAGES_NORMAL, Topics.MESSAGES_BULK)) {
            assertThat(site.timestampType(lane)).isEqualTo("LogAppendTime");
        }
        assertThat(site.timestampType(Topics.DELIVERIES)).isEqualTo("CreateTime");
    }

    @Test
    void itRefusesWhereNothingWasMirroredFromThatSite() throws Exception {
        site.position(MAILBOX, DELIVERIES, 3);

        assertThat(takeover()).isEqualTo(CommandFailure.FAILED);
        mirrored();
        assertThat(takeover("--from", "C")).isEqualTo(CommandFailure.FAILED);

        assertThat(err.toString()).contains("copied nothing from A", "mm2-offsets.A.internal", "copied nothing from C");
        assertNothingWasDone();
        assertThat(site.positions(DELIVERIES)).isEqualTo(Map.of(MAILBOX, 3L));
    }

    @Test
    void itRefusesWhereATopicDidNotComeOverUnlessThereWasNone() throws Exception {
        mirrored();
        site.delete(Topics.CONTENT_KEYS.name(), Topics.COMMAND_RESULTS.name());

        assertThat(takeover()).isEqualTo(CommandFailure.FAILED);

        assertThat(err.toString()).contains("did not come over: content-keys.", "--without");
        assertNothingWasDone();
        assertThat(takeover("--from", "A", "--margin", Long.toString(MARGIN), "--without", "content-keys"))
                .isZero();
        assertThat(site.end(DELIVERIES)).isGreaterThanOrEqualTo(TARGET);
    }

    @Test
    void itRefusesWhileAServiceRuns() throws Exception {
        mirrored();
        try (var _ = site.member(MAILBOX, DELIVERIES)) {
            assertThat(takeover()).isEqualTo(CommandFailure.FAILED);
        }

        assertThat(err.toString()).contains(MAILBOX, "stop all services first");
        assertNothingWasDone();
    }

    @Test
    void itSaysWhereKafkaDoesNotAnswer() {
        site.die();

        assertThat(takeover(
                        "--from",
                        "A",
                        "--kafka-property",
                        "request.timeout.ms=500",
                        "--kafka-property",
                        "default.api.timeout.ms=1000"))
                .isEqualTo(CommandFailure.UNREACHABLE);
        assertThat(err.toString()).contains(site.bootstrapServers(), "Run it again");
    }

    private void assertNothingWasDone() throws Exception {
        assertThat(site.end(DELIVERIES)).isEqualTo(RECORDS);
        assertThat(site.timestampType(Topics.MESSAGES_NORMAL)).isEqualTo("CreateTime");
    }

    private void mirrored() throws Exception {
        site.mirrored("A", DELIVERIES, LAST_AT_A);
    }

    /** Where the deliveries lie that anybody can read. */
    private List<Long> offsets() throws Exception {
        return site.read(DELIVERIES).stream().map(ConsumerRecord::offset).toList();
    }

    private int takeover() {
        return takeover("--from", "A", "--margin", Long.toString(MARGIN));
    }

    private int takeover(String... arguments) {
        List<String> all = new ArrayList<>(List.of("takeover", "--bootstrap-servers", site.bootstrapServers()));
        all.addAll(List.of(arguments));
        return Budkavle.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    }
}
