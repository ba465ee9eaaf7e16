package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.registry.LookupKey;
import se.budkavle.gateway.registry.Registry;

/** What an id stands for that somebody read out on the telephone. */
@Controller("/v1/operator/search")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SearchController {

    private static final String LIST = "search";
    private static final int LONGEST = 255;

    private final Registry registry;
    private final NotifierClient notifier;
    private final LookupKey lookupKey;
    private final ObjectMapper json;

    SearchController(Registry registry, NotifierClient notifier, LookupKey lookupKey, ObjectMapper json) {
        this.registry = registry;
        this.notifier = notifier;
        this.lookupKey = lookupKey;
        this.json = json;
    }

    /** What the notifier found: first what has the id itself, then messages that were given it, newest first. */
    record Found(
            List<Item> exact, List<Item> items, @Nullable String next) {}

    record Item(SearchHit.Kind kind, String id, @Nullable String organisation, String matched, Instant at) {

        SearchHit hit() {
            return SearchHit.of(kind, id, organisation, matched, at);
        }
    }

    /**
     * Whatever has that id, or was given it.
     *
     * <p>Messages are found by their own, their sender's, their conversation's, the referred message's or the case's id, by
     * idempotency key or trace; besides dead letters, jobs, subscriptions, addresses, event types and organisations.
     */
    @Get
    @Parameter(
            name = "q",
            in = ParameterIn.QUERY,
            required = true,
            schema = @Schema(type = "string", maxLength = LONGEST))
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    Pages.Page<SearchHit> search(HttpRequest<?> request) {
        var caller = Exchange.caller(request);
        var query = new Query(request);
        var text = wanted(query);
        // The cursor is bound to what was looked for by a digest: it shows nothing of it.
        var list = LIST + "/" + text;
        var after = Pages.after(query, caller, list);
        var caseIdHash = lookupKey.caseIdHash(text);
        var uri = UriQuery.path("internal", "v1", "search")
                .with("q", text)
                .with("caseIdHash", caseIdHash == null ? null : hex(caseIdHash))
                .with("after", after)
                .with("limit", query.limit());
        var found = notifier.read(uri, Duration.ZERO, bytes -> json.readValue(bytes, Found.class))
                .orElseThrow(Paths::notFound);
        List<SearchHit> items = new ArrayList<>();
        if (after == null) {
            items.addAll(RegistrySearch.find(registry.copy(), text, caller));
        }
        found.exact().forEach(item -> items.add(item.hit()));
        found.items().forEach(item -> items.add(item.hit()));
        var next = found.next();
        return new Pages.Page<>(items, next == null ? null : Cursors.wrap(caller.organisation(), list, next));
    }

    private static String wanted(Query query) {
        var stated = query.text("q");
        var text = stated == null ? "" : stated.strip();
        if (text.isEmpty()) {
            throw Query.refused("q", "required", "Must be the id that is looked for.");
        }
        if (text.length() > LONGEST) {
            throw Query.refused("q", "too-long", "Must have 1 to " + LONGEST + " characters.");
        }
        return text;
    }

    private static String hex(ByteBuffer hash) {
        var bytes = new byte[hash.remaining()];
        hash.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
