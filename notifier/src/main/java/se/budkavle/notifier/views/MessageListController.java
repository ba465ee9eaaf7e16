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
import se.budkavle.notifier.api.Page;
import se.budkavle.notifier.api.Peers;

/** An organisation's own messages, as the gateway asks for them. */
@Controller("/internal/v1/messages")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = ViewsApplication.class)
class MessageListController {

    private static final String DEFAULT_LIMIT = "100";

    private final Messages messages;

    MessageListController(Messages messages) {
        this.messages = messages;
    }

    @Get
    HttpResponse<?> list(
            HttpRequest<?> request,
            @QueryValue String organisation,
            @QueryValue @Nullable String after,
            @QueryValue(defaultValue = DEFAULT_LIMIT) int limit) {
        var parameters = request.getParameters();
        MessageQuery query = new MessageQuery(
                organisation,
                parameters.get("conversationId"),
                parameters.get("caseIdHash"),
                parameters.get("senderMessageId"),
                parameters.get("status"));
        Position position;
        try {
            position = Position.parse(after);
        } catch (IllegalArgumentException e) {
            return HttpResponse.badRequest();
        }
        int atMost = Answers.limitOf(limit);
        Slice<MessageItem> slice = Peers.isForwarded(request)
                ? messages.listHere(query, position, atMost)
                : messages.list(query, position, atMost, request.getUri().toString());
        return HttpResponse.ok(new Page<>(
                slice.items(), slice.next() == null ? null : slice.next().toString()));
    }
}
