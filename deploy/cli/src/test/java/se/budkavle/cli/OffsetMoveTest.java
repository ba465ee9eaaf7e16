package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What is read after a takeover comes after everything that the lost site ever counted. */
class OffsetMoveTest {

    private static final TopicPartition PLACE = new TopicPartition("deliveries", 1);
    private static final long MARGIN = 1_000;

    @Test
    void theNextOffsetIsBeyondTheLostSitesLastOneByTheMargin() {
        assertThat(plan(70, Map.of(PLACE, 130L), Map.of())).containsExactly(move(1_131, 1_061, 70));
    }

    @Test
    void whatNotEverybodyHasReadIsWrittenAgainBehindTheGap() {
        var positions = Map.of("mailbox", Map.of(PLACE, 66L), "views", Map.of(PLACE, 70L));

        assertThat(plan(70, Map.of(PLACE, 130L), positions))
                .containsExactly(move(1_131, 1_061, 66, "mailbox", "views"));
    }

    @Test
    void whatWasInterruptedAfterTheGapGoesOnThere() {
        assertThat(plan(1_131, Map.of(PLACE, 130L), Map.of("mailbox", Map.of(PLACE, 66L))))
                .containsExactly(move(1_131, 0, 66, "mailbox"));
    }

    @Test
    void whatIsDoneIsDoneOnce() {
        assertThat(plan(1_140, Map.of(PLACE, 130L), Map.of("mailbox", Map.of(PLACE, 1_131L))))
                .isEmpty();
    }

    @Test
    void whereNothingCameOverSomethingMayHaveBeenWritten() {
        assertThat(plan(0, Map.of(), Map.of())).containsExactly(move(1_000, 1_000, 0));
    }

    @Test
    void theLastWordOfTheMirrorHolds() {
        var offsets = new MirrorOffsets("A");
        read(offsets, "[\"MirrorSourceConnector\",{\"cluster\":\"A\",\"partition\":1,\"topic\":\"deliveries\"}]", 12);
        read(offsets, "[\"MirrorSourceConnector\",{\"cluster\":\"A\",\"partition\":1,\"topic\":\"deliveries\"}]", 130);
        read(offsets, "[\"MirrorSourceConnector\",{\"cluster\":\"C\",\"partition\":1,\"topic\":\"deliveries\"}]", 999);
        read(offsets, "[\"MirrorHeartbeatConnector\",{\"sourceClusterAlias\":\"A\"}]", 0);

        assertThat(offsets.offsets()).containsExactly(Map.entry(PLACE, 130L));
    }

    @Test
    void anotherTopicIsNotTakenForTheMirrors() {
        var offsets = new MirrorOffsets("A");

        assertThatThrownBy(() -> offsets.read(new byte[] {0, 1}, new byte[] {2}))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("mm2-offsets.A.internal");
    }

    private static List<OffsetMove> plan(
            long end, Map<TopicPartition, Long> mirrored, Map<String, Map<TopicPartition, Long>> positions) {
        return OffsetMove.plan(Map.of(PLACE, end), mirrored, positions, MARGIN);
    }

    private static OffsetMove move(long target, long gap, long from, String... applications) {
        return new OffsetMove(PLACE, target, gap, from, new TreeSet<>(List.of(applications)));
    }

    private static void read(MirrorOffsets offsets, String key, long offset) {
        offsets.read(
                key.getBytes(StandardCharsets.UTF_8), ("{\"offset\":" + offset + "}").getBytes(StandardCharsets.UTF_8));
    }
}
