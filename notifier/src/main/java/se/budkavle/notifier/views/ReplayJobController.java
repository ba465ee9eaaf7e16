package se.budkavle.notifier.views;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Locale;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.Answers;
import se.budkavle.notifier.api.LongPoll.Result;
import se.budkavle.notifier.api.Page;
import se.budkavle.notifier.api.Peers;
import se.budkavle.notifier.state.Owners.Owner;
import se.budkavle.schemas.avro.ReplayJob;
import se.budkavle.schemas.avro.ReplayJobKind;

/** Replay jobs, as the gateway asks for them. */
@Controller("/internal/v1/replays")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = ViewsApplication.class)
class ReplayJobController {

    private static final String DEFAULT_LIMIT = "100";
    private static final String NO_WAIT = "0";

    private final ReplayJobs jobs;
    private final ViewsApplication views;
    private final Peers peers;

    ReplayJobController(ReplayJobs jobs, ViewsApplication views, Peers peers) {
        this.jobs = jobs;
        this.views = views;
        this.peers = peers;
    }

    @Get
    HttpResponse<?> list(
            HttpRequest<?> request,
            @QueryValue(defaultValue = "replay") String kind,
            @QueryValue @Nullable String after,
            @QueryValue(defaultValue = DEFAULT_LIMIT) int limit) {
        try {
            ReplayJobKind wanted = ReplayJobKind.valueOf(kind.toUpperCase(Locale.ROOT));
            Position position = Position.parse(after);
            int atMost = Answers.limitOf(limit);
            Slice<ReplayJobView> slice = Peers.isForwarded(request)
                    ? jobs.listHere(wanted, position, atMost)
                    : jobs.list(wanted, position, atMost);
            return HttpResponse.ok(new Page<>(
                    slice.items(), slice.next() == null ? null : slice.next().toString()));
        } catch (IllegalArgumentException e) {
            return HttpResponse.badRequest();
        }
    }

    @Get("/{id}")
    HttpResponse<?> one(
            HttpRequest<?> request, @PathVariable String id, @QueryValue(defaultValue = NO_WAIT) long wait) {
        return switch (views.replayJobs().of(id)) {
            case Owner.There(HostInfo host) -> peers.forward(request, host, Answers.waitOf(wait));
            case Owner.Here(int partition) ->
                switch (jobs.find(id, partition, Answers.waitOf(wait))) {
                    case Result.Found(ReplayJob job) -> HttpResponse.ok(ReplayJobView.of(job, jobs.counts(id)));
                    case Result.Nothing() -> HttpResponse.notFound();
                    case Result.Crowded() -> Answers.unavailable();
                };
        };
    }

    /** What another instance asks this one for. */
    @Get("/{id}/counts")
    ReplayCounts counts(@PathVariable String id) {
        return jobs.countsHere(id);
    }
}
