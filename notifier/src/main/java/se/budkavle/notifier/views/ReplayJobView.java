package se.budkavle.notifier.views;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.ReplayJob;

/**
 * A replay job as operators see it, in the form of the public API.
 *
 * @param kind REPLAY or DISCARD
 * @param status RUNNING, STOPPING, STOPPED or DONE
 * @param filter which dead letters
 * @param matched how many there were at its start
 * @param replayed how many went back to their source, or were given up
 * @param skipped how many did not, as somebody else had done something with them, or their record is gone
 * @param succeeded how many of the replayed ended well so far
 * @param failedAgain how many of the replayed became dead letters again, or ended undelivered, so far
 */
record ReplayJobView(
        String id,
        String kind,
        String status,
        JsonNode filter,
        int ratePerSecond,
        boolean force,
        @Nullable String reason,
        long matched,
        long replayed,
        long skipped,
        long succeeded,
        long failedAgain,
        String organisation,
        Instant createdAt,
        Instant updatedAt)
        implements Slice.Item {

    private static final ObjectMapper JSON = new ObjectMapper();

    static ReplayJobView of(ReplayJob job, ReplayCounts counts) {
        return new ReplayJobView(
                job.getReplayJobId(),
                job.getKind().name(),
                job.getStatus().name(),
                filter(job),
                job.getRatePerSecond(),
                job.getForce(),
                job.getReason(),
                job.getMatched(),
                job.getReplayed(),
                job.getSkipped(),
                counts.succeeded(),
                counts.failedAgain(),
                job.getOrganisation(),
                job.getCreatedAt(),
                job.getUpdatedAt());
    }

    private static JsonNode filter(ReplayJob job) {
        try {
            return JSON.readTree(job.getFilter());
        } catch (JsonProcessingException e) {
            return JSON.nullNode();
        }
    }

    @Override
    public Position position() {
        return new Position(createdAt, id);
    }
}
