package se.budkavle.notifier.views;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.Peers;
import se.budkavle.notifier.state.Owners;
import se.budkavle.schemas.AvroSerdes;

/** Messages, dead letters and replay jobs by any id, whichever instances hold them. */
@Singleton
@Requires(beans = ViewsApplication.class)
class Search {

    private static final int OK = 200;

    private final ViewsApplication views;
    private final TraceStore traces;
    private final DeadLetterStore deadLetters;
    private final ReplayJobStore jobs;
    private final SearchIndex index = new SearchIndex();
    private final Peers peers;
    private final ObjectMapper json;

    Search(ViewsApplication views, AvroSerdes serdes, Peers peers, ObjectMapper json) {
        this.views = views;
        this.traces = new TraceStore(serdes);
        this.deadLetters = new DeadLetterStore(serdes);
        this.jobs = new ReplayJobStore(serdes);
        this.peers = peers;
        this.json = json;
    }

    /** What this instance holds. */
    SearchAnswer findHere(SearchQuery query, @Nullable Position after, int limit) {
        List<Slice<SearchHit>> slices = new ArrayList<>();
        for (int partition : views.traces().partitions()) {
            slices.add(index.find(views.traces().part(partition), query, after, limit));
        }
        return SearchAnswer.of(after == null ? exactHere(query) : List.of(), Slice.merge(slices, limit));
    }

    /**
     * What all instances hold.
     *
     * @param pathAndQuery the request, as it is put to the other instances
     */
    SearchAnswer find(SearchQuery query, @Nullable Position after, int limit, String pathAndQuery) {
        List<CompletableFuture<Peers.Answer>> others = Stream.of(
                        views.traces(), views.deadLetters(), views.replayJobs())
                .flatMap(owners -> owners.others().stream())
                .distinct()
                .map(peer -> peers.ask(peer, pathAndQuery, Duration.ZERO))
                .toList();
        List<SearchAnswer> answers = new ArrayList<>();
        answers.add(findHere(query, after, limit));
        others.forEach(other -> answers.add(answer(other.join())));
        return SearchAnswer.merge(answers, limit);
    }

    private List<SearchHit> exactHere(SearchQuery query) {
        List<SearchHit> found = new ArrayList<>();
        for (String id : query.spellings()) {
            addFrom(views.traces(), id, traces::accepted, SearchHit::of, found);
            addFrom(views.deadLetters(), id, deadLetters::find, SearchHit::of, found);
            addFrom(views.replayJobs(), id, jobs::find, SearchHit::of, found);
        }
        return found;
    }

    /** Looks in every part that is here: a few reads, which mostly end at the filters of the files. */
    private static <T> void addFrom(
            Owners owners,
            String id,
            BiFunction<ReadOnlyKeyValueStore<Bytes, byte[]>, String, @Nullable T> find,
            Function<T, SearchHit> form,
            List<SearchHit> found) {
        for (int partition : owners.partitions()) {
            T value = find.apply(owners.part(partition), id);
            if (value != null) {
                found.add(form.apply(value));
            }
        }
    }

    private SearchAnswer answer(Peers.Answer answer) {
        if (answer.status() != OK) {
            throw new InvalidStateStoreException("another instance does not answer");
        }
        try {
            return json.readValue(answer.body(), SearchAnswer.class);
        } catch (IOException e) {
            throw new UncheckedIOException("another instance speaks another version", e);
        }
    }
}
