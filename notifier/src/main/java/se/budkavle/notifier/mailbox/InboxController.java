package se.budkavle.notifier.mailbox;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.Answers;
import se.budkavle.notifier.api.LongPoll.Result;
import se.budkavle.notifier.api.Peers;
import se.budkavle.notifier.content.ContentReader;
import se.budkavle.notifier.content.Fetched;
import se.budkavle.notifier.mailbox.MailboxReads.Listing;
import se.budkavle.notifier.state.Owners.Owner;
import se.budkavle.notifier.state.Progress;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.MailboxEntry;

/** Inboxes, as the gateway asks for them. */
@Controller(InboxQuery.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = MailboxApplication.class)
class InboxController {

    private static final String DEFAULT_LIMIT = "100";
    private static final String NO_WAIT = "0";
    private static final String CONTENT_DIGEST = "Content-Digest";

    private final Inbox inbox;
    private final MailboxApplication mailbox;
    private final ContentReader contents;
    private final Peers peers;

    InboxController(Inbox inbox, MailboxApplication mailbox, ContentReader contents, Peers peers) {
        this.inbox = inbox;
        this.mailbox = mailbox;
        this.contents = contents;
        this.peers = peers;
    }

    @Get
    HttpResponse<?> list(
            HttpRequest<?> request,
            @QueryValue String organisation,
            @QueryValue @Nullable String after,
            @QueryValue(defaultValue = DEFAULT_LIMIT) int limit,
            @QueryValue(defaultValue = NO_WAIT) long wait,
            @QueryValue(defaultValue = "unacknowledged") String status) {
        InboxQuery query;
        InboxCursor cursor;
        try {
            query = new InboxQuery(organisation, addresses(request), listing(status), Answers.limitOf(limit));
            cursor = InboxCursor.parse(after);
        } catch (IllegalArgumentException e) {
            return HttpResponse.badRequest();
        }
        Duration atMost = Answers.waitOf(wait);
        return found(
                Peers.isForwarded(request) ? inbox.rowsHere(query, cursor, atMost) : inbox.page(query, cursor, atMost));
    }

    @Get("/{messageId}")
    HttpResponse<?> item(
            HttpRequest<?> request,
            @PathVariable String messageId,
            @QueryValue String organisation,
            @QueryValue(defaultValue = NO_WAIT) long wait) {
        InboxQuery query = new InboxQuery(organisation, addresses(request), Listing.ALL, 1);
        Duration atMost = Answers.waitOf(wait);
        return Peers.isForwarded(request)
                ? found(inbox.item(query, messageId, atMost, false))
                : certainly(query, messageId, atMost);
    }

    /** 404 only when the mailbox has come as far as the deliveries were: what was shown once may else still come again. */
    private HttpResponse<?> certainly(InboxQuery query, String messageId, Duration wait) {
        Result<InboxItem> atOnce = inbox.item(query, messageId, Duration.ZERO, true);
        if (!(atOnce instanceof Result.Nothing)) {
            return found(atOnce);
        }
        Progress progress = mailbox.progress();
        var ends = progress.ends(inbox.partitions(query));
        Result<InboxItem> atLast = inbox.item(query, messageId, wait, true);
        return atLast instanceof Result.Nothing && !progress.hasPassed(ends) ? Answers.unavailable() : found(atLast);
    }

    @Get("/{messageId}/content")
    HttpResponse<?> content(
            HttpRequest<?> request,
            @PathVariable String messageId,
            @QueryValue String organisation,
            @QueryValue String address) {
        return switch (mailbox.owners().of(address)) {
            case Owner.There(HostInfo host) -> peers.forward(request, host, Duration.ZERO);
            case Owner.Here(int partition) -> content(inbox.entry(organisation, address, messageId, partition));
        };
    }

    private HttpResponse<?> content(@Nullable MailboxEntry entry) {
        if (entry == null) {
            return HttpResponse.notFound();
        }
        if (MailboxRules.whyContentIsGone(entry) != null) {
            return HttpResponse.status(HttpStatus.GONE);
        }
        ContentRef reference = entry.getDelivery().getContentRef();
        return switch (contents.content(reference, entry.getDelivery().getMessageId())) {
            case Fetched.Found(ByteBuffer content) ->
                HttpResponse.ok(bytes(content))
                        .header("Content-Type", reference.getContentType())
                        .header(CONTENT_DIGEST, Digests.contentDigest(reference.getDigest()));
            case Fetched.Missing() -> HttpResponse.status(HttpStatus.GONE);
            case Fetched.Unavailable() -> Answers.unavailable();
        };
    }

    private static HttpResponse<?> found(Result<?> result) {
        return switch (result) {
            case Result.Found(Object value) -> HttpResponse.ok(value);
            case Result.Nothing() -> HttpResponse.notFound();
            case Result.Crowded() -> Answers.unavailable();
        };
    }

    private static List<String> addresses(HttpRequest<?> request) {
        return request.getParameters().getAll("address").stream().distinct().toList();
    }

    /** @throws IllegalArgumentException when there is no such listing */
    private static Listing listing(String status) {
        return switch (status) {
            case "unacknowledged" -> Listing.UNACKNOWLEDGED;
            case "all" -> Listing.ALL;
            default -> throw new IllegalArgumentException("status is unacknowledged or all");
        };
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
