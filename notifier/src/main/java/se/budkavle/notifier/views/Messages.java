package se.budkavle.notifier.views;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.Page;
import se.budkavle.notifier.api.Peers;
import se.budkavle.schemas.AvroSerdes;

/** Lists of an organisation's messages, whichever instances hold them. */
@Singleton
@Requires(beans = ViewsApplication.class)
class Messages {

    private static final int OK = 200;

    private final ViewsApplication views;
    private final ViewsSettings settings;
    private final MessageIndex index;
    private final Peers peers;
    private final ObjectMapper json;

    Messages(ViewsApplication views, ViewsSettings settings, AvroSerdes serdes, Peers peers, ObjectMapper json) {
        this.views = views;
        this.settings = settings;
        this.index = new MessageIndex(serdes);
        this.peers = peers;
        this.json = json;
    }

    /** Those that this instance holds, newest first. */
    Slice<MessageItem> listHere(MessageQuery query, @Nullable Position after, int limit) {
        List<Slice<MessageItem>> slices = new ArrayList<>();
        for (int partition : views.traces().partitions()) {
            slices.add(index.list(views.traces().part(partition), query, after, limit, settings.maxScanned()));
        }
        return Slice.merge(slices, limit);
    }

    /**
     * Those that all instances hold, newest first.
     *
     * @param pathAndQuery the request, as it is put to the other instances
     */
    Slice<MessageItem> list(MessageQuery query, @Nullable Position after, int limit, String pathAndQuery) {
        List<CompletableFuture<Peers.Answer>> others = views.traces().others().stream()
                .map(peer -> peers.ask(peer, pathAndQuery, Duration.ZERO))
                .toList();
        List<Slice<MessageItem>> slices = new ArrayList<>();
        slices.add(listHere(query, after, limit));
        others.forEach(other -> slices.add(slice(other.join())));
        return Slice.merge(slices, limit);
    }

    private Slice<MessageItem> slice(Peers.Answer answer) {
        if (answer.status() != OK) {
            throw new InvalidStateStoreException("another instance does not answer");
        }
        try {
            Page<MessageItem> page = json.readValue(answer.body(), new TypeReference<>() {});
            return new Slice<>(page.items(), Position.parse(page.next()));
        } catch (IOException e) {
            throw new UncheckedIOException("another instance speaks another version", e);
        }
    }
}
