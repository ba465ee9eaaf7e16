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
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.Answers;
import se.budkavle.notifier.api.LongPoll.Result;
import se.budkavle.notifier.api.Peers;
import se.budkavle.notifier.state.Owners.Owner;

/** Receipts of messages, as the gateway asks for them. */
@Controller("/internal/v1/messages/{messageId}/receipts")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = ViewsApplication.class)
class ReceiptController {

    private final MessageReceipts receipts;
    private final ViewsApplication views;
    private final Peers peers;

    ReceiptController(MessageReceipts receipts, ViewsApplication views, Peers peers) {
        this.receipts = receipts;
        this.views = views;
        this.peers = peers;
    }

    @Get
    HttpResponse<?> receipts(
            HttpRequest<?> request,
            @PathVariable String messageId,
            @QueryValue String organisation,
            @QueryValue boolean asSender,
            @QueryValue boolean asRecipient,
            @QueryValue(defaultValue = "0") long wait,
            @QueryValue @Nullable String after,
            @QueryValue(defaultValue = "100") int limit) {
        Duration atMost = Answers.waitOf(wait);
        var viewer = new MessageReceipts.Viewer(organisation, asSender, asRecipient);
        return switch (views.traces().of(messageId)) {
            case Owner.There(HostInfo host) -> peers.forward(request, host, atMost);
            case Owner.Here(int partition) ->
                switch (receipts.visible(messageId, partition, viewer, atMost)) {
                    case Result.Found(List<ReceiptStore.Entry> all) -> page(all, after, Answers.limitOf(limit));
                    case Result.Nothing() -> HttpResponse.notFound();
                    case Result.Crowded() -> Answers.unavailable();
                };
        };
    }

    private HttpResponse<?> page(List<ReceiptStore.Entry> all, @Nullable String after, int limit) {
        try {
            return HttpResponse.ok(receipts.page(all, after, limit));
        } catch (IllegalArgumentException e) {
            return HttpResponse.badRequest();
        }
    }
}
