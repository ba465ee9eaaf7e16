package se.budkavle.notifier.views;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.LongPoll;
import se.budkavle.notifier.api.LongPoll.Result;
import se.budkavle.notifier.api.Peers;
import se.budkavle.notifier.state.Owners.Owner;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.ReplayEnding;
import se.budkavle.schemas.avro.ReplayJob;
import se.budkavle.schemas.avro.ReplayJobKind;

/** Replay jobs, whichever instances hold them, and how what they replayed has ended. */
@Singleton
@Requires(beans = ViewsApplication.class)
class ReplayJobs {

    private static final int OK = 200;

    private final ViewsApplication views;
    private final ReplayJobStore store;
    private final DeadLetterStore deadLetters;
    private final Peers peers;
    private final ObjectMapper json;

    ReplayJobs(ViewsApplication views, AvroSerdes serdes, Peers peers, ObjectMapper json) {
        this.views = views;
        this.store = new ReplayJobStore(serdes);
        this.deadLetters = new DeadLetterStore(serdes);
        this.peers = peers;
        this.json = json;
    }

    /** Those that have not ended and are carried out here. */
    List<ReplayJob> active() {
        List<ReplayJob> active = new ArrayList<>();
        for (int partition : views.replayJobs().partitions()) {
            active.addAll(store.active(views.replayJobs().part(partition)));
        }
        return active;
    }

    /** One that this instance holds, after waiting for it if need be. */
    Result<ReplayJob> find(String id, int partition, Duration wait) {
        return LongPoll.await(
                views.waiters(),
                List.of(id),
                wait,
                () -> store.find(views.replayJobs().part(partition), id));
    }

    /** Whether this instance holds jobs of an id, and none of it is known. */
    boolean isNewHere(String id) {
        return views.replayJobs().of(id) instanceof Owner.Here(int partition)
                && store.find(views.replayJobs().part(partition), id) == null;
    }

    /** Those that this instance holds, newest first; without how they end. */
    Slice<ReplayJobView> listHere(ReplayJobKind kind, @Nullable Position after, int limit) {
        List<ReplayJobView> jobs = new ArrayList<>();
        for (int partition : views.replayJobs().partitions()) {
            store.all(views.replayJobs().part(partition)).stream()
                    .filter(job -> job.getKind() == kind)
                    .map(job -> ReplayJobView.of(job, ReplayCounts.NONE))
                    .filter(job -> after == null || job.position().compareTo(after) > 0)
                    .forEach(jobs::add);
        }
        jobs.sort(Comparator.comparing(ReplayJobView::position));
        return jobs.size() <= limit
                ? new Slice<>(jobs, null)
                : new Slice<>(jobs.subList(0, limit), jobs.get(limit - 1).position());
    }

    /** Those that all instances hold, newest first, with how they end. */
    Slice<ReplayJobView> list(ReplayJobKind kind, @Nullable Position after, int limit) {
        List<Slice<ReplayJobView>> slices = new ArrayList<>();
        slices.add(listHere(kind, after, limit));
        String path = "/internal/v1/replays?kind=" + kind.name().toLowerCase(Locale.ROOT) + "&limit=" + limit
                + (after == null ? "" : "&after=" + after);
        for (byte[] part : ask(views.replayJobs().others(), path)) {
            slices.add(Slices.parse(json, part, ReplayJobView.class));
        }
        return Slice.merge(slices, limit);
    }

    /** How a job's replays have ended so far, as this instance knows. */
    ReplayCounts countsHere(String id) {
        long succeeded = 0;
        long failedAgain = 0;
        for (int partition : views.deadLetters().partitions()) {
            var part = views.deadLetters().part(partition);
            succeeded += deadLetters.ended(part, id, ReplayEnding.SUCCEEDED);
            failedAgain += deadLetters.ended(part, id, ReplayEnding.FAILED_AGAIN);
        }
        return new ReplayCounts(succeeded, failedAgain);
    }

    /** How a job's replays have ended so far. */
    ReplayCounts counts(String id) {
        ReplayCounts counts = countsHere(id);
        for (byte[] part : ask(views.deadLetters().others(), "/internal/v1/replays/" + id + "/counts")) {
            try {
                counts = counts.plus(json.readValue(part, ReplayCounts.class));
            } catch (IOException e) {
                throw new UncheckedIOException("another instance speaks another version", e);
            }
        }
        return counts;
    }

    private List<byte[]> ask(List<HostInfo> others, String path) {
        List<CompletableFuture<Peers.Answer>> asked = others.stream()
                .map(peer -> peers.ask(peer, path, Duration.ZERO))
                .toList();
        return asked.stream()
                .map(CompletableFuture::join)
                .map(answer -> {
                    if (answer.status() != OK) {
                        throw new InvalidStateStoreException("another instance does not answer");
                    }
                    return answer.body();
                })
                .toList();
    }
}
