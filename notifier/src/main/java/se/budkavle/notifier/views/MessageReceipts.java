package se.budkavle.notifier.views;

import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.LongPoll;
import se.budkavle.notifier.api.LongPoll.Result;
import se.budkavle.notifier.api.Page;
import se.budkavle.notifier.evidence.ReceiptKeys;
import se.budkavle.schemas.ReceiptClaims;

/** The receipts of messages that this instance holds, signed for whoever may see them. */
@Singleton
@Requires(beans = ViewsApplication.class)
class MessageReceipts {

    private final ViewsApplication views;
    private final ReceiptKeys keys;

    MessageReceipts(ViewsApplication views, ReceiptKeys keys) {
        this.views = views;
        this.keys = keys;
    }

    /**
     * Who asks.
     *
     * @param organisation its organisation
     * @param asSender whether it may see what it sent
     * @param asRecipient whether it may see what came to it
     */
    record Viewer(String organisation, boolean asSender, boolean asRecipient) {

        boolean maySee(ReceiptClaims receipt) {
            boolean isSender = receipt.sender().equals(organisation);
            boolean isRecipient = receipt.deliveryId() != null
                    && receipt.audience().contains(organisation)
                    && (!isSender || receipt.audience().size() == 1);
            return (asSender && isSender) || (asRecipient && isRecipient);
        }
    }

    /** Those that somebody may see, after waiting for the first if need be: none is as if there were no message. */
    Result<List<ReceiptStore.Entry>> visible(String messageId, int partition, Viewer viewer, Duration wait) {
        return LongPoll.await(views.waiters(), List.of(messageId), wait, () -> {
            List<ReceiptStore.Entry> seen = ReceiptStore.of(views.traces().part(partition), messageId).stream()
                    .filter(entry -> viewer.maySee(entry.claims()))
                    .toList();
            return seen.isEmpty() ? null : seen;
        });
    }

    /**
     * A page of them, signed.
     *
     * @throws IllegalArgumentException if that is no place in a list
     */
    Page<ReceiptItem> page(List<ReceiptStore.Entry> all, @Nullable String after, int limit) {
        Bytes last = after == null ? null : Bytes.wrap(Base64.getUrlDecoder().decode(after));
        List<ReceiptStore.Entry> rest = all.stream()
                .filter(entry -> last == null || entry.key().compareTo(last) > 0)
                .limit(limit + 1L)
                .toList();
        List<ReceiptStore.Entry> shown = rest.size() > limit ? rest.subList(0, limit) : rest;
        String next = rest.size() > limit
                ? Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(shown.getLast().key().get())
                : null;
        return new Page<>(
                shown.stream()
                        .map(entry -> ReceiptItem.of(entry.claims(), keys.sign(entry.claims())))
                        .toList(),
                next);
    }
}
