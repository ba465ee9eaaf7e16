package se.budkavle.notifier.views;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.Answers;
import se.budkavle.notifier.api.Peers;

/** What an id stands for, as the gateway asks for operators. */
@Controller("/internal/v1/search")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = ViewsApplication.class)
class SearchController {

    private static final String DEFAULT_LIMIT = "100";

    private final Search search;

    SearchController(Search search) {
        this.search = search;
    }

    @Get
    HttpResponse<?> find(
            HttpRequest<?> request,
            @QueryValue String q,
            @QueryValue @Nullable String caseIdHash,
            @QueryValue @Nullable String after,
            @QueryValue(defaultValue = DEFAULT_LIMIT) int limit) {
        SearchQuery query;
        Position position;
        try {
            query = new SearchQuery(q, caseIdHash);
            position = Position.parse(after);
        } catch (IllegalArgumentException e) {
            return HttpResponse.badRequest();
        }
        int atMost = Answers.limitOf(limit);
        return HttpResponse.ok(
                Peers.isForwarded(request)
                        ? search.findHere(query, position, atMost)
                        : search.find(query, position, atMost, request.getUri().toString()));
    }
}
