package se.budkavle.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;
import se.budkavle.schemas.KafkaSettings;

/** Makes the mirrored topics of a site ready for services that are to go on with them: {@link OffsetMove} by partition. */
final class Takeover {

    private final KafkaSettings kafka;
    private final List<String> applications;
    private final String site;
    private final long margin;
    private final Set<String> neverThere;

    /**
     * @param applications ids of those that are to go on
     * @param site what MirrorMaker calls the site that is gone
     * @param margin more records than it can have written to a partition after the last one that came over
     * @param neverThere topics of ours that it did not have, as it was of an earlier version
     */
    Takeover(KafkaSettings kafka, List<String> applications, String site, long margin, Set<String> neverThere) {
        this.kafka = kafka;
        this.applications = applications;
        this.site = site;
        this.margin = margin;
        this.neverThere = neverThere;
    }

    /**
     * What was done.
     *
     * @param mirrored partitions of which MirrorMaker has written down how far it came
     * @param moved partitions that go on behind a gap
     * @param again records that not everybody had read, and so are written again behind it
     */
    record Result(int mirrored, int moved, long again) {}

    /** Does it; again, it does what was not done yet. */
    Result run() throws ExecutionException, InterruptedException {
        try (var admin = new SiteAdmin(kafka);
                var reader = new CommittedReader(kafka)) {
            requireNobodyRuns(admin);
            Set<String> topics = admin.topics();
            Map<TopicPartition, Long> mirrored = mirrored(admin, reader, topics);
            requireAll(topics);
            Set<String> moved = TakeoverTopics.movedOn();
            moved.retainAll(topics);
            List<OffsetMove> moves = OffsetMove.plan(
                    admin.ends(admin.partitions(moved)), mirrored, admin.positions(applications), margin);
            long again = 0;
            try (var mover = new OffsetMover(kafka, applications, admin, reader)) {
                for (OffsetMove move : moves) {
                    again += mover.move(move);
                }
            }
            Set<String> stamped = TakeoverTopics.stamped();
            stamped.retainAll(topics);
            admin.letBrokersStamp(stamped);
            return new Result(mirrored.size(), moves.size(), again);
        }
    }

    /** State that is in use must not change under whoever uses it. */
    private void requireNobodyRuns(SiteAdmin admin) throws ExecutionException, InterruptedException {
        Set<String> running = admin.running(applications);
        if (!running.isEmpty()) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "Already running here: " + String.join(", ", running) + ": stop all services first.");
        }
    }

    /** What is missing would be made anew by the services, and be empty. */
    private void requireAll(Set<String> topics) {
        Set<String> missing = TakeoverTopics.missing(topics, neverThere);
        if (!missing.isEmpty()) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "From %s did not come over: %s. Services would begin with empty ones. Where it had none, name them with --without."
                            .formatted(site, String.join(", ", missing)));
        }
    }

    /** How far MirrorMaker came, as it wrote down itself. */
    private Map<TopicPartition, Long> mirrored(SiteAdmin admin, CommittedReader reader, Set<String> topics)
            throws ExecutionException, InterruptedException {
        String topic = MirrorOffsets.topic(site);
        var offsets = new MirrorOffsets(site);
        if (topics.contains(topic)) {
            admin.ends(admin.partitions(Set.of(topic)))
                    .forEach((partition, end) ->
                            reader.read(partition, 0, end, record -> offsets.read(record.key(), record.value())));
        }
        if (offsets.offsets().isEmpty()) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "MirrorMaker has copied nothing from %s to here: there is nothing in %s.".formatted(site, topic));
        }
        return offsets.offsets();
    }
}
