package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.json.ReplayRequests;
import se.budkavle.gateway.kafka.CommandClient;
import se.budkavle.gateway.kafka.Decisions;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.ReplayCommand;
import se.budkavle.schemas.avro.ReplayCommandKind;
import se.budkavle.schemas.avro.ReplayJob;
import se.budkavle.schemas.avro.ReplayJobKind;

/** Replays and discards over a filter: reads how they go, and asks their owner. */
@Singleton
final class ReplayJobs {

    private static final int SAMPLES = 10;

    /** To count may take long; the notifier itself looks at a bounded number. */
    private static final Duration COUNTING = Duration.ofSeconds(20);

    private final NotifierClient notifier;
    private final CommandClient commands;
    private final Clock clock;

    ReplayJobs(NotifierClient notifier, CommandClient commands, Clock clock) {
        this.notifier = notifier;
        this.commands = commands;
        this.clock = clock;
    }

    /**
     * A job that was begun.
     *
     * @param id the job
     * @param matched how many dead letters match now
     */
    record Begun(String id, long matched) {}

    /**
     * What a job would do.
     *
     * @param matched how many dead letters match now
     * @param complete whether all were counted; otherwise there are at least so many
     * @param samples some of them
     */
    record DryRun(long matched, boolean complete, JsonNode samples) {}

    /** {@return how many there are, and some of them} */
    DryRun dryRun(ReplayRequests.Wanted wanted) {
        var samples = notifier.get(filtered(wanted.filter(), "dead-letters").with("limit", SAMPLES), Duration.ZERO)
                .orElseThrow(Paths::notFound);
        var counted = count(wanted.filter());
        return new DryRun(
                counted.at("/items/0/count").asLong(), counted.path("complete").asBoolean(), samples.path("items"));
    }

    /**
     * Begins a job.
     *
     * @throws se.budkavle.gateway.problem.RefusedException 503 if it is not certain
     */
    Begun begin(ReplayJobKind kind, ReplayRequests.Wanted wanted, Caller caller, String traceparent) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var filter = wanted.filter();
        // What fails again while the job runs is not the job's: it would never end.
        var to = filter.path("to").asText("");
        if (to.isEmpty() || Instant.parse(to).isAfter(now)) {
            filter.put("to", now.toString());
        }
        long matched = count(filter).at("/items/0/count").asLong();
        var id = Ids.newId();
        var job = ReplayJob.newBuilder()
                .setReplayJobId(id)
                .setKind(kind)
                .setFilter(filter.toString())
                .setRatePerSecond(wanted.ratePerSecond())
                .setForce(wanted.force())
                .setReason(wanted.reason())
                .setMatched(matched)
                .setOrganisation(caller.organisation())
                .setCreatedAt(now)
                .setUpdatedAt(now)
                .build();
        ask(ReplayCommandKind.START_JOB, id, job, caller, traceparent);
        return new Begun(id, matched);
    }

    /**
     * Stops a job; what is under way goes on to its end. One of the other kind is not there.
     *
     * @throws se.budkavle.gateway.problem.RefusedException 404, 409, or 503 if it is not certain
     */
    void stop(ReplayJobKind kind, String id, Caller caller, String traceparent) {
        one(kind, id);
        ask(ReplayCommandKind.STOP_JOB, Paths.id(id), null, caller, traceparent);
    }

    /** {@return how a job goes; one of the other kind is not there} */
    ObjectNode one(ReplayJobKind kind, String id) {
        var job = notifier.get(UriQuery.path("internal", "v1", "replays", Paths.id(id)), MessageController.SETTLING)
                .orElseThrow(Paths::notFound);
        if (!job.path("kind").asText().equals(kind.name())) {
            throw Paths.notFound();
        }
        return job;
    }

    /** {@return a page of jobs, newest first} */
    ObjectNode list(ReplayJobKind kind, Query query, Caller caller) {
        var list = kind == ReplayJobKind.REPLAY ? "replays" : "discards";
        var uri = UriQuery.path("internal", "v1", "replays")
                .with("kind", kind.name().toLowerCase(Locale.ROOT))
                .with("after", Pages.after(query, caller, list))
                .with("limit", query.limit());
        return Pages.bound(notifier.get(uri, Duration.ZERO).orElseThrow(Paths::notFound), caller, list);
    }

    private ObjectNode count(ObjectNode filter) {
        return notifier.get(filtered(filter, "dead-letters", "groups"), COUNTING)
                .orElseThrow(Paths::notFound);
    }

    private static UriQuery filtered(ObjectNode filter, String... path) {
        var segments = new String[path.length + 2];
        segments[0] = "internal";
        segments[1] = "v1";
        System.arraycopy(path, 0, segments, 2, path.length);
        var uri = UriQuery.path(segments);
        filter.properties()
                .forEach(each -> uri.with(each.getKey(), each.getValue().asText()));
        return uri;
    }

    private void ask(ReplayCommandKind kind, String id, @Nullable ReplayJob job, Caller caller, String traceparent) {
        var headers = Map.of(
                RecordHeaders.KIND, kind.name(),
                RecordHeaders.ORGANISATION, caller.organisation(),
                RecordHeaders.TRACEPARENT, traceparent);
        Decisions.orRefuse(commands.ask(Topics.REPLAY_COMMANDS, id, headers, envelope -> ReplayCommand.newBuilder()
                .setCommandId(envelope.commandId())
                .setReplyTo(envelope.replyTo())
                .setKind(kind)
                .setReplayJobId(id)
                .setJob(job)
                .setActorKind(ActorKind.OPERATOR)
                .setOrganisation(caller.organisation())
                .setActorPseudonym(caller.pseudonym())
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .build()));
    }
}
