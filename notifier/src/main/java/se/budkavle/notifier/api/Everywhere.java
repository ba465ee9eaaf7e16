package se.budkavle.notifier.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import se.budkavle.notifier.state.Owners;

/** Gathers what lies with several instances, whichever hold it. */
@Singleton
public class Everywhere {

    /** The parameter that names an entity, once for each. */
    private static final String ID = "id";

    private final Peers peers;
    private final ObjectMapper json;

    Everywhere(Peers peers, ObjectMapper json) {
        this.peers = peers;
        this.json = json;
    }

    /**
     * An item for each entity that a request names with {@code id}, a page's worth at most, in no order.
     *
     * @param request the request; one that comes from another instance is answered with what is here
     * @param owners who holds which entities
     * @param type the items' type
     * @param here the item of an entity, and of the part of the store that it belongs to, which is here
     * @throws InvalidStateStoreException while one of them is nowhere, or another instance does not answer
     */
    public <T> Page<T> gather(
            HttpRequest<?> request, Owners owners, Class<T> type, BiFunction<String, Integer, T> here) {
        return new Page<>(all(request, owners, type, () -> ofThose(ids(request), owners, here)), null);
    }

    /**
     * What every instance that holds a part has to say, in no order.
     *
     * @param request the request; one that comes from another instance is answered with what is here
     * @param owners who holds the parts
     * @param type the items' type
     * @param here what this instance says
     * @throws InvalidStateStoreException while a part is nowhere, or another instance does not answer
     */
    public <T> List<T> all(HttpRequest<?> request, Owners owners, Class<T> type, Supplier<List<T>> here) {
        List<CompletableFuture<Peers.Answer>> others = Peers.isForwarded(request)
                ? List.of()
                : owners.others().stream()
                        .map(peer -> peers.ask(peer, request.getUri().toString(), Duration.ZERO))
                        .toList();
        List<T> items = new ArrayList<>(here.get());
        others.forEach(other -> items.addAll(items(other.join(), type)));
        return items;
    }

    private static <T> List<T> ofThose(List<String> ids, Owners owners, BiFunction<String, Integer, T> here) {
        List<T> items = new ArrayList<>();
        for (String id : ids) {
            if (owners.of(id) instanceof Owners.Owner.Here(int partition)) {
                items.add(here.apply(id, partition));
            }
        }
        return items;
    }

    private static List<String> ids(HttpRequest<?> request) {
        return request.getParameters().getAll(ID).stream()
                .distinct()
                .limit(Answers.LARGEST_PAGE)
                .toList();
    }

    private <T> List<T> items(Peers.Answer answer, Class<T> type) {
        if (answer.status() != HttpStatus.OK.getCode()) {
            throw new InvalidStateStoreException("another instance does not answer");
        }
        try {
            Page<T> page =
                    json.readValue(answer.body(), json.getTypeFactory().constructParametricType(Page.class, type));
            return page.items();
        } catch (IOException e) {
            throw new UncheckedIOException("another instance speaks another version", e);
        }
    }
}
