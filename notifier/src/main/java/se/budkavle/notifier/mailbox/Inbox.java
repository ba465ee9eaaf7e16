package se.budkavle.notifier.mailbox;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.LongPoll;
import se.budkavle.notifier.api.Page;
import se.budkavle.notifier.api.Peers;
import se.budkavle.notifier.content.ContentReader;
import se.budkavle.notifier.state.Owners.Owner;
import se.budkavle.schemas.avro.MailboxEntry;

/** Inboxes of many addresses as one feed, whichever instances own them. */
@Singleton
@Requires(beans = MailboxApplication.class)
class Inbox {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    /** Who owns which of the addresses. */
    private record Shares(Map<Integer, List<String>> here, Map<HostInfo, List<String>> there) {}

    private final MailboxApplication mailbox;
    private final ContentReader contents;
    private final Peers peers;
    private final ObjectMapper json;

    Inbox(MailboxApplication mailbox, ContentReader contents, Peers peers, ObjectMapper json) {
        this.mailbox = mailbox;
        this.contents = contents;
        this.peers = peers;
        this.json = json;
    }

    /** A page, after waiting for its first item if need be. */
    LongPoll.Result<Page<InboxItem>> page(InboxQuery query, InboxCursor after, Duration wait) {
        Feed feed = new Feed(query, after);
        LongPoll.Result<Page<InboxItem>> result =
                LongPoll.await(mailbox.waiters(), query.addresses(), wait, feed::next, left -> feed.elsewhere(left));
        return result instanceof LongPoll.Result.Nothing ? new LongPoll.Result.Found<>(feed.empty()) : result;
    }

    /** What this instance has to show, after waiting for the first if need be: its part of another instance's page. */
    LongPoll.Result<List<InboxRow>> rowsHere(InboxQuery query, InboxCursor after, Duration wait) {
        LongPoll.Result<List<InboxRow>> result = LongPoll.await(mailbox.waiters(), query.addresses(), wait, () -> {
            List<InboxRow> rows = InboxRow.merge(here(query, after, onlyHere(query)), query.limit());
            return rows.isEmpty() ? null : rows;
        });
        return result instanceof LongPoll.Result.Nothing ? new LongPoll.Result.Found<>(List.of()) : result;
    }

    /** One delivery at any of the addresses, after waiting for it if need be. */
    LongPoll.Result<InboxItem> item(InboxQuery query, String messageId, Duration wait, boolean askOthers) {
        return LongPoll.await(
                mailbox.waiters(),
                query.addresses(),
                wait,
                () -> {
                    Shares shares = shares(query);
                    InboxItem here = itemHere(query, messageId, shares);
                    return here == null && askOthers ? itemThere(query, messageId, shares) : here;
                },
                left -> askOthers ? itemElsewhere(query, messageId, left) : List.of());
    }

    /** The parts of the mailbox that hold the addresses, wherever they are. */
    List<Integer> partitions(InboxQuery query) {
        return query.addresses().stream().map(mailbox.owners()::partition).toList();
    }

    /** The delivery of a message to an address of this instance, if the organisation may see it. */
    @Nullable MailboxEntry entry(String organisation, String address, String messageId, int partition) {
        MailboxEntry entry = mailbox.reads(partition).find(address, messageId);
        return entry == null || !entry.getDelivery().getRecipientOrganisation().equals(organisation) ? null : entry;
    }

    private @Nullable InboxItem itemHere(InboxQuery query, String messageId, Shares shares) {
        for (var share : shares.here().entrySet()) {
            for (String address : share.getValue()) {
                MailboxEntry entry = entry(query.organisation(), address, messageId, share.getKey());
                if (entry != null) {
                    return InboxItem.single(
                            entry, contents.isDestroyed(entry.getDelivery().getContentRef()));
                }
            }
        }
        return null;
    }

    private @Nullable InboxItem itemThere(InboxQuery query, String messageId, Shares shares) {
        for (var share : shares.there().entrySet()) {
            String path = query.ofAddresses(share.getValue()).itemPath(messageId, Duration.ZERO);
            Peers.Answer answer = peers.ask(share.getKey(), path, Duration.ZERO).join();
            if (answer.status() == OK) {
                return parse(answer.body(), new TypeReference<>() {});
            }
            if (answer.status() != NOT_FOUND) {
                throw new InvalidStateStoreException("another instance does not answer");
            }
        }
        return null;
    }

    private List<CompletableFuture<?>> itemElsewhere(InboxQuery query, String messageId, Duration wait) {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        shares(query)
                .there()
                .forEach((host, addresses) ->
                        answers.add(peers.ask(host, query.ofAddresses(addresses).itemPath(messageId, wait), wait)));
        return answers;
    }

    private Shares shares(InboxQuery query) {
        Shares shares = new Shares(new TreeMap<>(), new HashMap<>());
        for (String address : query.addresses()) {
            switch (mailbox.owners().of(address)) {
                case Owner.Here(int partition) ->
                    shares.here()
                            .computeIfAbsent(partition, p -> new ArrayList<>())
                            .add(address);
                case Owner.There(HostInfo host) ->
                    shares.there().computeIfAbsent(host, h -> new ArrayList<>()).add(address);
            }
        }
        return shares;
    }

    private Shares onlyHere(InboxQuery query) {
        Shares shares = shares(query);
        if (!shares.there().isEmpty()) {
            throw new InvalidStateStoreException("the work is being distributed");
        }
        return shares;
    }

    private List<List<InboxRow>> here(InboxQuery query, InboxCursor after, Shares shares) {
        List<List<InboxRow>> parts = new ArrayList<>();
        shares.here()
                .forEach(
                        (partition, addresses) -> parts.add(mailbox
                                .reads(partition)
                                .list(addresses, query.listing(), after.after(partition), query.limit())
                                .stream()
                                .map(entry -> row(query, partition, entry))
                                .toList()));
        return parts;
    }

    private List<List<InboxRow>> there(InboxQuery query, InboxCursor after, Shares shares) {
        List<CompletableFuture<Peers.Answer>> answers = new ArrayList<>();
        shares.there()
                .forEach((host, addresses) -> answers.add(
                        peers.ask(host, query.ofAddresses(addresses).listPath(after, Duration.ZERO), Duration.ZERO)));
        Map<Integer, List<InboxRow>> parts = new TreeMap<>();
        for (CompletableFuture<Peers.Answer> pending : answers) {
            Peers.Answer answer = pending.join();
            if (answer.status() != OK) {
                throw new InvalidStateStoreException("another instance does not answer");
            }
            for (InboxRow row : parse(answer.body(), new TypeReference<List<InboxRow>>() {})) {
                parts.computeIfAbsent(row.partition(), p -> new ArrayList<>()).add(row);
            }
        }
        return List.copyOf(parts.values());
    }

    private static InboxRow row(InboxQuery query, int partition, MailboxEntry entry) {
        boolean own = entry.getDelivery().getRecipientOrganisation().equals(query.organisation());
        return new InboxRow(
                partition,
                entry.getSequence(),
                entry.getDelivery().getAvailableAt(),
                own ? InboxItem.listed(entry) : null);
    }

    private <T> T parse(byte[] body, TypeReference<T> type) {
        try {
            return json.readValue(body, type);
        } catch (IOException e) {
            throw new UncheckedIOException("another instance speaks another version", e);
        }
    }

    /** One reader's way through an inbox. */
    private final class Feed {

        private final InboxQuery query;
        private InboxCursor cursor;

        Feed(InboxQuery query, InboxCursor after) {
            this.query = query;
            this.cursor = after;
        }

        /** The next page; null while there is nothing. */
        @Nullable Page<InboxItem> next() {
            while (true) {
                Shares shares = shares(query);
                List<List<InboxRow>> parts = new ArrayList<>(here(query, cursor, shares));
                parts.addAll(there(query, cursor, shares));
                List<InboxRow> rows = InboxRow.merge(parts, query.limit());
                if (rows.isEmpty()) {
                    return null;
                }
                cursor = cursor.advancedTo(InboxRow.places(rows));
                List<InboxItem> items = new ArrayList<>();
                for (InboxRow row : rows) {
                    if (row.item() != null) {
                        items.add(row.item());
                    }
                }
                if (!items.isEmpty()) {
                    return new Page<>(items, cursor.toString());
                }
            }
        }

        Page<InboxItem> empty() {
            return new Page<>(List.of(), cursor.toString());
        }

        List<CompletableFuture<?>> elsewhere(Duration wait) {
            List<CompletableFuture<?>> answers = new ArrayList<>();
            shares(query)
                    .there()
                    .forEach((host, addresses) -> answers.add(
                            peers.ask(host, query.ofAddresses(addresses).listPath(cursor, wait), wait)));
            return answers;
        }
    }
}
