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
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.Answers;
import se.budkavle.notifier.api.LongPoll.Result;
import se.budkavle.notifier.api.Page;
import se.budkavle.notifier.api.Peers;
import se.budkavle.notifier.content.Fetched;
import se.budkavle.notifier.state.Owners.Owner;

/** Messages and their traces, as the gateway asks for them. */
@Controller("/internal/v1/messages/{messageId}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = ViewsApplication.class)
class MessageController {

    private static final String DEFAULT_LIMIT = "100";
    private static final String NO_WAIT = "0";

    private final MessageTraces traces;
    private final ViewsApplication views;
    private final Peers peers;

    MessageController(MessageTraces traces, ViewsApplication views, Peers peers) {
        this.traces = traces;
        this.views = views;
        this.peers = peers;
    }

    @Get
    HttpResponse<?> message(
            HttpRequest<?> request,
            @PathVariable String messageId,
            @QueryValue @Nullable String organisation,
            @QueryValue(defaultValue = NO_WAIT) long wait) {
        return ofOwner(request, messageId, organisation, wait, (steps, partition) -> switch (traces.message(
                steps, partition, organisation != null)) {
            case Fetched.Found(MessageView message) -> HttpResponse.ok(message);
            case Fetched.Missing() -> HttpResponse.notFound();
            case Fetched.Unavailable() -> Answers.unavailable();
        });
    }

    @Get("/events")
    HttpResponse<?> events(
            HttpRequest<?> request,
            @PathVariable String messageId,
            @QueryValue @Nullable String organisation,
            @QueryValue(defaultValue = NO_WAIT) long wait,
            @QueryValue @Nullable Long after,
            @QueryValue(defaultValue = DEFAULT_LIMIT) int limit) {
        return ofOwner(
                request,
                messageId,
                organisation,
                wait,
                (steps, partition) -> HttpResponse.ok(page(steps, after == null ? -1 : after, Answers.limitOf(limit))));
    }

    private static Page<TraceItem> page(List<TraceStore.Step> steps, long after, int limit) {
        List<TraceItem> rest = steps.stream()
                .filter(step -> step.sequence() > after)
                .limit(limit + 1L)
                .map(TraceItem::of)
                .toList();
        if (rest.size() <= limit) {
            return new Page<>(rest, null);
        }
        List<TraceItem> items = rest.subList(0, limit);
        return new Page<>(items, Long.toString(items.getLast().sequence()));
    }

    private HttpResponse<?> ofOwner(
            HttpRequest<?> request,
            String messageId,
            @Nullable String organisation,
            long wait,
            BiFunction<List<TraceStore.Step>, Integer, HttpResponse<?>> answer) {
        Duration atMost = Answers.waitOf(wait);
        return switch (views.traces().of(messageId)) {
            case Owner.There(HostInfo host) -> peers.forward(request, host, atMost);
            case Owner.Here(int partition) ->
                switch (traces.steps(messageId, organisation, partition, atMost)) {
                    case Result.Found(List<TraceStore.Step> steps) -> answer.apply(steps, partition);
                    case Result.Nothing() -> HttpResponse.notFound();
                    case Result.Crowded() -> Answers.unavailable();
                };
        };
    }
}
